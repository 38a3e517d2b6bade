package dev.rejoin.replica;

import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the examples of docs/policies.md. */
class DocumentedMergesTest {
    private static final String NAME = "a";

    private static final ConflictResolver LONGEST = new ConflictResolver() {
        @Override
        public String name() {
            return "longest";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            Value.S one = (Value.S) Objects.requireNonNull(older.value());
            Value.S other = (Value.S) Objects.requireNonNull(newer.value());
            return one.text().length() > other.text().length() ? one : other;
        }
    };

    /** A row: the type, and values as people write them. */
    record Example(String type, Value before, Value one, Value other, Value lastWriter, Value shown, Value journalled) {
        static Example of(String row) {
            List<String> cells = Arrays.stream(row.split("\\|"))
                    .map(cell -> cell.strip().replace("`", ""))
                    .toList();
            return new Example(
                    cells.get(1),
                    value(cells.get(2)),
                    value(cells.get(3)),
                    value(cells.get(4)),
                    value(cells.get(5)),
                    value(cells.get(6)),
                    value(cells.get(7)));
        }

        private static Value value(String text) {
            if (text.equals("-")) {
                return null;
            } else if (text.equals("true") || text.equals("false")) {
                return new Value.Bool(text.equals("true"));
            } else if (text.matches("-?\\d+")) {
                return Value.N.of(text);
            }
            List<String> elements = List.of(text.replaceAll("[{}\\[\\]]", "").split(", "));
            return switch (text.charAt(0)) {
                case '(' -> map(text);
                case '{' -> new Value.SS(Set.copyOf(elements));
                case '[' ->
                    new Value.L(elements.stream().<Value>map(Value.S::new).toList());
                default -> new Value.S(text);
            };
        }
    }

    /** Of texts, by their names. */
    private static Value map(String text) {
        Map<String, Value> entries = new TreeMap<>();
        for (String entry : List.of(text.replaceAll("[()]", "").split(", ", -1))) {
            int at = entry.indexOf('=');
            entries.put(entry.substring(0, at), new Value.S(entry.substring(at + 1)));
        }
        return new Value.M(entries);
    }

    static Stream<Example> examples() throws IOException {
        return Files.readString(Path.of("../../docs/policies.md"))
                .split("### The same writes", -1)[1]
                .split("\n### ", -1)[0]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(Example::of);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void givesWhatThePageSays(Example example) {
        AttributePolicy type = example.type.equals("custom:longest")
                ? DataTypes.custom("longest")
                : DataTypes.all().get(example.type);
        MergePolicy table =
                new MergePolicy(List.of(KeyRule.ofAll(Map.of(NAME, type))), Deletes.NEWEST_WINS, List.of(LONGEST));
        ItemPolicy policy = table.at(FakeRegion.KEY);
        Version before = inserted(none(), eu(1));
        before = example.before == null ? before : write(policy, before, eu(1), example.before);
        Version one = write(policy, before, eu(5), example.one);
        Version other = write(policy, before, us(6), example.other);
        Version met = Merge.of(one, other);
        assertThat(met).isEqualTo(Merge.of(other, one));
        assertThat(met.content(policy).get(NAME)).isEqualTo(example.shown);
        List<Value> losers = new Conflicts(table)
                .between(FakeRegion.KEY, one, other).stream()
                        .map(conflict -> conflict.loser().value())
                        .toList();
        assertThat(losers).isEqualTo(example.journalled == null ? List.of() : List.of(example.journalled));
        assertThat(example.lastWriter).as("the later write's value").isEqualTo(example.other);
    }

    private static Version write(ItemPolicy policy, Version known, Dot dot, Value after) {
        Value before = known.content(policy).get(NAME);
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        policy.of(NAME).fold(new PlainChange(NAME, before, after, dot, false), into);
        return into.build();
    }

    @Test
    void everyTypeHasAnExample() throws IOException {
        assertThat(examples().map(Example::type)).containsAll(DataTypes.all().keySet());
    }
}
