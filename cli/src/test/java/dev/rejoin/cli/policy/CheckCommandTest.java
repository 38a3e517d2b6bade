package dev.rejoin.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Run check(Path file, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "policy";
        all[1] = "check";
        all[2] = file.toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return Run.of(all);
    }

    @Test
    void aGoodPolicyPasses() throws IOException {
        Run run = check(write("p.yaml", "rules:\n  - attributes: {tags: set, stock: counter, labels: set}\n"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("1 rule, deletes: newest", "ok      set for labels, tags", "ok      counter for stock");
    }

    @Test
    void theExamplesOfTheDocumentsPass() {
        for (String example : new String[] {"policy.yaml", "policy.json"}) {
            Run run = check(Path.of("..", "docs", "examples", example));
            assertThat(run.exitCode()).as(run.toString()).isZero();
        }
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws Exception {
        Path file = write("p.yaml", "deletes: never\nrules:\n  - attributes: {a: bag, pk: set, b: custom:mine}\n");
        Run run = check(file, "--key", "pk");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("line 1: unknown word 'never'", "line 3: unknown type 'bag'", "'pk' is a key attribute")
                .contains("no resolver 'mine'", "has 4 errors");
        JsonNode json = new ObjectMapper()
                .readTree(check(file, "--key", "pk", "-o", "json").out());
        assertThat(json.get("ok").asBoolean()).isFalse();
        assertThat(json.get("errors")).hasSize(4);
        assertThat(json.at("/errors/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void aResolverThatKeepsTheLawsPasses() throws IOException {
        Path jar = Jar.of(folder, Jar.Longest.class);
        Run run =
                check(write("p.yaml", "rules: [{attributes: {note: custom:longest}}]"), "--resolvers", jar.toString());
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("ok      custom:longest for note");
    }

    @Test
    void aResolverThatBreaksOneIsRefusedWithTheSmallestCase() throws Exception {
        Path jar = Jar.of(folder, Jar.Longest.class, Jar.Joined.class);
        Path file = write("p.yaml", "rules: [{attributes: {note: custom:joined, text: custom:longest}}]");
        Run run = check(file, "--resolvers", jar.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("ok      custom:longest for text", "BROKEN  custom:joined for note", "IDEMPOTENT")
                .containsPattern("\n {6}\"[abc]\" of ");
        JsonNode laws = new ObjectMapper()
                .readTree(
                        check(file, "--resolvers", jar.toString(), "-o", "json").out())
                .get("laws");
        assertThat(laws.get(0).get("law").asText()).isEqualTo("IDEMPOTENT");
        assertThat(laws.get(0).get("case")).hasSize(1);
        assertThat(laws.get(1).get("holds").asBoolean()).isTrue();
    }

    @Test
    void aResolverThatDoesNotComeToAnEndIsRefusedWithTheValuesForWhichItDoesNot() throws IOException {
        Path jar = Jar.of(folder, Jar.Hanging.class);
        Path file = write("p.yaml", "rules: [{attributes: {note: custom:hanging}}]");
        Run run = check(file, "--resolvers", jar.toString());
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.out())
                .contains("BROKEN  custom:hanging for note", "ANSWERS: it gives a result for any values, and soon")
                .contains("      absent of ", "it was waited for 1000 ms");
    }

    @Test
    void samplesAreItemsAsTheAwsCliPrintsThemAndCountWhereTheirRuleDoes() throws IOException {
        Path samples = write("items.json", """
                {"Items": [{"pk": {"S": "order#1"}, "tags": {"SS": ["a"]}},
                           {"pk": {"S": "order#2"}, "tags": {"SS": ["b", "c"]}},
                           {"pk": {"S": "other#1"}, "tags": {"SS": ["d"]}}], "Count": 3}
                """);
        Path lines = write(
                "items.jsonl",
                "{\"pk\": {\"S\": \"order#1\"}, \"tags\": {\"SS\": [\"a\"]}}\n{\"pk\": {\"S\": \"order#1\"}}");
        Path file = write("p.yaml", "rules: [{key: {pk: 'order#'}, attributes: {tags: set}}]");
        assertThat(check(file, "--samples", samples.toString()).out()).contains("also on 2 samples");
        assertThat(check(file, "--samples", lines.toString()).out()).contains("also on 1 sample");
    }

    @Test
    void filesThatCannotBeUsedAreToldWithTheMend() throws IOException {
        Path file = write("p.yaml", "rules: [{attributes: {note: custom:failing}}]");
        Path empty = Jar.of(folder);
        Path failing = Jar.of(folder, Jar.Failing.class);
        Path noItems = write("no.json", "{\"pk\": \"order#1\"}");
        assertUsage(check(folder.resolve("none.yaml")), "there is no such file");
        assertUsage(check(folder), "it is a directory");
        assertUsage(check(file, "--resolvers", "none.jar"), "cannot read none.jar");
        assertUsage(
                check(file, "--resolvers", empty.toString()), "META-INF/services/dev.rejoin.policy.ConflictResolver");
        assertUsage(check(file, "--resolvers", failing.toString()), "no configuration");
        assertUsage(check(file, "--samples", noItems.toString()), "item 1 of");
        assertUsage(check(file, "--samples", "none.json"), "there is no such file");
    }

    private static void assertUsage(Run run, String words) {
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains(words);
    }
}
