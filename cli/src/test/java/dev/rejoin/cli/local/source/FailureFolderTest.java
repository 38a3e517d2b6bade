package dev.rejoin.cli.local.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.cli.local.source.FailureDestination.Condition;
import dev.rejoin.cli.local.source.FailureDestination.Failure;
import dev.rejoin.replica.StreamRecord;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureFolderTest {
    private final FakeStream stream = new FakeStream().shard("s", null);

    @TempDir
    private Path temporary;

    @Test
    void whatIsGivenUpIsKeptWholeWithTheReason() throws Exception {
        FailureFolder folder = new FailureFolder(temporary.resolve("new"), "eu");
        folder.accept(failure());
        assertThat(folder.records()).isEqualTo(2);
        JsonNode json = new ObjectMapper()
                .readTree(temporary.resolve("new").resolve("eu-1.json").toFile());
        assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
        assertThat(json.at("/requestContext/reason").asText()).isEqualTo("broken");
        assertThat(json.at("/DDBStreamBatchInfo/startSequenceNumber").asText()).isEqualTo("1");
        assertThat(json.at("/DDBStreamBatchInfo/endSequenceNumber").asText()).isEqualTo("2");
        assertThat(json.at("/records/1/Keys/id/S").asText()).isEqualTo("b");
        assertThat(json.at("/records/1/NewImage/a/B").asText()).isEqualTo("AA==");
        assertThat(json.at("/records/1/OldImage").isMissingNode()).isTrue();
    }

    @Test
    void eachFailureHasAFileOfItsOwn() {
        FailureFolder folder = new FailureFolder(temporary, "eu");
        folder.accept(failure());
        folder.accept(failure());
        assertThat(temporary.resolve("eu-1.json")).exists();
        assertThat(temporary.resolve("eu-2.json")).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenTakesNothing() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        FailureFolder folder = new FailureFolder(file, "eu");
        assertThatThrownBy(() -> folder.accept(failure())).isInstanceOf(UncheckedIOException.class);
        assertThat(folder.records()).isZero();
    }

    private Failure failure() {
        List<StreamRecord> records = List.of(stream.put("s", "a", 5), stream.put("s", "b", 6));
        return new Failure(Condition.RETRY_ATTEMPTS_EXHAUSTED, "s", 4, "broken", records);
    }
}
