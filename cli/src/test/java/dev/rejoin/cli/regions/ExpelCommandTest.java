package dev.rejoin.cli.regions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A region is expelled by those that remain. */
@Timeout(120)
class ExpelCommandTest extends ExpelledTables {
    @Test
    void everyRegionThatRemainsHasItAndTheOperatorIsTold() throws IOException {
        Run dry = expel("--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isEqualTo(ExitCode.OK);
        assertThat(dry.out())
                .contains("eu-west-1: ap-south-1 would be expelled up to incarnation 1; nothing was written");
        assertThat(expulsion(EU)).isNull();

        Run run = expel();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("eu-west-1: ap-south-1 is expelled up to incarnation 1")
                .contains("us-east-1: ap-south-1 is expelled up to incarnation 1")
                .contains("rejoin regions restored", "Within 34 days", "rejoin repair " + table);
        assertThat(expulsion(EU).isInForce()).isTrue();
        assertThat(expulsion(EU).refuses(1)).isTrue();
        assertThat(expulsion(EU).refuses(2)).isFalse();
        assertThat(expulsion(EU).who()).isEqualTo("ada");
        assertThat(expulsion(US)).isEqualTo(expulsion(EU));

        Expulsion first = expulsion(EU);
        JsonNode again = json(expel("-o", "json").out());
        assertThat(again.path("complete").asBoolean()).isTrue();
        assertThat(again.path("regions").get(0).path("changed").asBoolean()).isFalse();
        assertThat(expulsion(EU)).as("the first time stands").isEqualTo(first);
    }

    @Test
    void itIsExpelledUpToTheIncarnationThatAnybodyHasHeardOf() {
        hear(US, 3);
        assertThat(expel().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(expulsion(EU).upTo()).isEqualTo(3);
        assertThat(expulsion(US).upTo()).isEqualTo(3);
    }

    @Test
    void aRegionThatCannotBeWrittenIsNamedAndTheSameCommandCompletesIt() {
        try (DynamoDbClient client = Engine.client(US.name())) {
            client.deleteTable(delete -> delete.tableName(new TableNames(table).control()));
        }
        Run run = expel();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.out()).contains("eu-west-1: ap-south-1 is expelled", "us-east-1: not written: control table");
        assertThat(run.err()).contains("not every region has expelled ap-south-1", "run this again");
        Expulsion first = expulsion(EU);

        Engine.createTable(US.name(), new TableNames(table).control(), "pk");
        Run list = run("list", REMAIN);
        assertThat(list.out()).contains("but not in [us-east-1]: run 'rejoin regions expel' again");
        Run again = expel();
        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("was expelled before", "us-east-1: ap-south-1 is expelled");
        assertThat(expulsion(US).sinceMillis()).as("from the first time").isEqualTo(first.sinceMillis());
    }

    @Test
    void theListShowsIt() throws IOException {
        expel();
        Run remaining = run("list", REMAIN);
        assertThat(remaining.exitCode()).as("the others are well").isEqualTo(ExitCode.OK);
        assertThat(remaining.out()).containsPattern("ap-south-1 +- +1 +expelled on .* by ada");
        JsonNode all = json(run("list", ALL, "-o", "json").out());
        assertThat(all.path("regions").get(2).path("state").asText()).isEqualTo("EXPELLED");
        assertThat(run("list", ALL).out()).contains("expelled: run 'rejoin regions restored'");
    }

    @Test
    void whatIsWrongIsSaidWithItsMend() {
        Run last = run("expel", AP.name(), "--region", AP.name());
        assertThat(last.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(last.err()).contains("ap-south-1 is the last region");
        Run named = run("expel", ALL, "--region", AP.name());
        assertThat(named.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(named.err()).contains("name only those that remain, as --regions eu-west-1,us-east-1");
        Run unknown = run("expel", REMAIN, "--region", "ap-suoth-1");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("has ever heard of ap-suoth-1");
        assertThat(run("expel", REMAIN, "--region", "MARS 1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(expulsion(EU)).isNull();
    }
}
