package dev.rejoin.cli.local.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

class PoisonFolderTest {
    private static final Map<String, AttributeValue> IMAGE = Map.of(
            "pk", AttributeValue.fromS("a"),
            "count", AttributeValue.fromN("7"),
            "blob", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0})),
            "yes", AttributeValue.fromBool(true),
            "none", AttributeValue.fromNul(true),
            "texts", AttributeValue.fromSs(List.of("x", "y")),
            "numbers", AttributeValue.fromNs(List.of("1")),
            "list", AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of("in", AttributeValue.fromS("side"))))),
            "empty", AttributeValue.fromL(List.of()),
            "new", AttributeValue.builder().build());

    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path temporary;

    private PoisonFolder folder(Path path) {
        return new PoisonFolder(path, "eu", (reason, file) -> told.add(reason + " " + file.getFileName()));
    }

    private static Record record(String sequence) {
        return Record.builder()
                .eventID("e1")
                .eventName("MODIFY")
                .dynamodb(change -> change.sequenceNumber(sequence)
                        .newImage(IMAGE)
                        .keys(Map.of("pk", AttributeValue.fromS("a")))
                        .approximateCreationDateTime(Instant.ofEpochSecond(5))
                        .streamViewType("NEW_IMAGE"))
                .build();
    }

    @Test
    void aRecordIsKeptWholeWithTheReason() throws Exception {
        PoisonFolder folder = folder(temporary.resolve("new"));
        folder.accept(record("12"), "a reason");
        assertThat(folder.records()).isEqualTo(1);
        assertThat(told).containsExactly("a reason eu-poison-12.json");
        JsonNode json = new ObjectMapper()
                .readTree(temporary.resolve("new").resolve("eu-poison-12.json").toFile());
        assertThat(json.path("reason").asText()).isEqualTo("a reason");
        assertThat(json.at("/record/eventName").asText()).isEqualTo("MODIFY");
        JsonNode change = json.at("/record/dynamodb");
        assertThat(change.path("SequenceNumber").asText()).isEqualTo("12");
        assertThat(change.path("StreamViewType").asText()).isEqualTo("NEW_IMAGE");
        assertThat(change.path("ApproximateCreationDateTime").asInt()).isEqualTo(5);
        assertThat(change.at("/Keys/pk/S").asText()).isEqualTo("a");
        assertThat(change.has("OldImage")).isFalse();
        JsonNode image = change.path("NewImage");
        assertThat(image.at("/count/N").asText()).isEqualTo("7");
        assertThat(image.at("/blob/B").asText()).isEqualTo("AA==");
        assertThat(image.at("/yes/BOOL").asBoolean()).isTrue();
        assertThat(image.at("/none/NULL").asBoolean()).isTrue();
        assertThat(image.at("/texts/SS/1").asText()).isEqualTo("y");
        assertThat(image.at("/numbers/NS/0").asText()).isEqualTo("1");
        assertThat(image.at("/list/L/0/M/in/S").asText()).isEqualTo("side");
        assertThat(image.at("/empty/L").isArray()).isTrue();
        assertThat(image.at("/new/(unknown)").isTextual()).isTrue();
    }

    @Test
    void aRecordThatIsReadAgainIsNotCountedAgain() {
        PoisonFolder folder = folder(temporary);
        folder.accept(record("12"), "a reason");
        folder.accept(record("12"), "a reason");
        folder(temporary).accept(record("12"), "a reason");
        assertThat(folder.records()).isEqualTo(1);
        assertThat(told).hasSize(1);
        assertThat(temporary.toFile().list()).containsExactly("eu-poison-12.json");
    }

    @Test
    void aRecordWithoutItsPartsIsKeptToo() {
        folder(temporary).accept(Record.builder().eventID("e1").build(), "a reason");
        assertThat(temporary.resolve("eu-poison-unnumbered-e1.json")).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenTakesNothing() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        PoisonFolder folder = folder(file);
        assertThatThrownBy(() -> folder.accept(record("12"), "a reason")).isInstanceOf(UncheckedIOException.class);
        assertThat(folder.records()).isZero();
        assertThat(told).isEmpty();
    }
}
