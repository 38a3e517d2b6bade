package dev.rejoin.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.cost.CountingStore.Counts;
import dev.rejoin.bench.cost.TypeCosts.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a type of attribute costs is what docs/policies.md says; and none costs more reads or writes than a register. */
class TypeCostsTest {
    private final List<Cost> costs = TypeCosts.measure();

    @Test
    void noTypeCostsMoreReadsOrWritesThanARegister() {
        assertThat(costs).allSatisfy(cost -> {
            assertThat(cost.here()).as(cost.type()).isEqualTo(new Counts(0, 1, 0, 1, 0));
            assertThat(cost.peer()).as(cost.type()).isEqualTo(new Counts(1, 2, 1, 0, 0));
        });
    }

    @Test
    void theDocumentationHasTheseFigures() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/policies.md")).stream()
                .filter(line -> line.matches("\\| [^|]+ \\| \\d+ / \\d+ \\|.*"))
                .toList();
        assertThat(rows).isEqualTo(costs.stream().map(Cost::row).toList());
    }
}
