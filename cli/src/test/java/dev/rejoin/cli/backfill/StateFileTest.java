package dev.rejoin.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.backfill.BackfillState.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StateFileTest {
    @TempDir
    Path folder;

    private StateFile file(String of) {
        return new StateFile(folder.resolve("state.json"), of);
    }

    @Test
    void everyTypeOfKeyIsKept() {
        BackfillState state = new BackfillState(
                Part.SHADOW_ROWS,
                Map.of(
                        "text", AttributeValue.fromS("\u00e4\"1"),
                        "number", AttributeValue.fromN("-1.50"),
                        "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 7}))),
                5,
                6,
                7);
        file("orders").write(BackfillState.BEGIN);
        file("orders").write(state);
        assertThat(file("orders").read()).contains(state);
        assertThat(folder.toFile().list()).containsExactly("state.json");
    }

    @Test
    void noFileIsTheBeginning() {
        assertThat(file("orders").read()).isEmpty();
    }

    @Test
    void theFileOfAnotherBackfillIsRefused() {
        file("orders").write(BackfillState.BEGIN);
        assertThatThrownBy(() -> file("users").read())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("--restart");
    }

    @Test
    void aBrokenFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("state.json"), "{\"format\":");
        assertThatThrownBy(() -> file("orders").read())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("--restart");
    }
}
