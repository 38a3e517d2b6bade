package dev.rejoin.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.MergePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy file says, what is wrong with one, and that the published schema agrees. */
class PolicyFileTest {
    private static final ConflictResolver LONGEST = new ConflictResolver() {
        @Override
        public String name() {
            return "longest";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            return newer.value();
        }
    };

    private static final PolicyContext ORDERS =
            PolicyContext.of(ReplicatedTable.of("orders", "pk", "sk"), List.of(LONGEST));

    private static Path docs() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("docs/policy.schema.json"))) {
                return at.resolve("docs");
            }
        }
        throw new IllegalStateException("no docs");
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(docs().resolve("policy.schema.json")));
    }

    private static boolean fitsSchema(String text) throws IOException {
        return schema().validate(text, InputFormat.YAML).isEmpty();
    }

    private static List<String> errors(String text) {
        return catchThrowableOfType(PolicyException.class, () -> PolicyFile.parse(text, ORDERS)).errors().stream()
                .map(PolicyError::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.yaml", "policy.json"})
    void theExamplesAreReadAndFitTheSchema(String name) throws IOException {
        String text = Files.readString(docs().resolve("examples").resolve(name));
        assertThat(PolicyFile.parse(text, ORDERS).rules()).isNotEmpty();
        assertThat(fitsSchema(text)).isTrue();
    }

    @Test
    void rulesAndTypesAreAsWritten() {
        MergePolicy policy = PolicyFile.parse("""
                deletes: delete-wins
                rules:
                  - key: {pk: "session#"}
                    item: lww
                  - key: {pk: "order#", sk: "line#"}
                    attributes: {stock: counter, note: "custom:longest"}
                """, ORDERS);
        assertThat(policy.deletes()).isEqualTo(Deletes.DELETE_WINS);
        assertThat(policy.rules()).hasSize(2);
        assertThat(policy.rules().get(0).wholeItem()).isTrue();
        assertThat(policy.rules().get(1).prefixes()).containsEntry("sk", "line#");
        assertThat(policy.rules().get(1).attributes().get("note").name()).isEqualTo("custom:longest");
    }

    @Test
    void everyBuiltInTypeIsInTheSchema() throws IOException {
        for (String type : DataTypes.all().keySet()) {
            String text = "rules: [{attributes: {a: " + type + "}}]";
            assertThat(PolicyFile.parse(text, ORDERS).rules()).hasSize(1);
            assertThat(fitsSchema(text)).as(type).isTrue();
        }
    }

    @Test
    void allErrorsAreToldAtOnceWithTheirLines() {
        assertThat(errors("""
                        deletes: oldest
                        colour: red
                        rules:
                          - item: first
                          - key: {id: "x", pk: 7}
                            item: lww
                            attributes:
                              stock: count
                              pk: max
                              _rejoin: min
                              note: custom:shortest
                              tags: [set]
                          - key: {pk: "a"}
                        """))
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("line 1: unknown word 'oldest'; deletes is newest, keep-item or"),
                        e -> assertThat(e).startsWith("line 2: unknown word 'colour' in a policy"),
                        e -> assertThat(e).startsWith("line 4: unknown word 'first'"),
                        e -> assertThat(e).startsWith("line 5: 'id' is no key attribute of the table"),
                        e -> assertThat(e).startsWith("line 5: how pk begins is a text"),
                        e -> assertThat(e).startsWith("line 5: rule 2 can never fit: rule 1 fits all"),
                        e -> assertThat(e).startsWith("line 7: an item that is replaced whole has no types"),
                        e -> assertThat(e).startsWith("line 8: unknown type 'count' of stock"),
                        e -> assertThat(e).startsWith("line 9: 'pk' is a key attribute"),
                        e -> assertThat(e).startsWith("line 10: '_rejoin' is reserved"),
                        e -> assertThat(e)
                                .startsWith("line 11: no resolver 'shortest'")
                                .contains("longest"),
                        e -> assertThat(e).startsWith("line 12: the type of tags is one of"),
                        e -> assertThat(e).startsWith("line 13: a rule says 'item: lww'"),
                        e -> assertThat(e).startsWith("line 13: rule 3 can never fit"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "rules: {}",
                "deletes: never",
                "rules: [{}]",
                "rules: [{attributes: {}}]",
                "rules: [{item: lww, attributes: {a: max}}]",
                "rules: [{attributes: {a: b}}]",
                "rules: [{attributes: {a: 'custom:UPPER'}}]",
                "rules: [{attributes: {_rejoin: max}}]",
                "rules: [{key: {a: 'x', b: 'x', c: 'x'}, item: lww}]"
            })
    void whatIsRefusedDoesNotFitTheSchemaEither(String text) throws IOException {
        assertThat(errors(text)).isNotEmpty();
        assertThat(fitsSchema(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: [",
                "a: b: c",
                "deletes: newest\ndeletes: newest",
                "deletes: newest\n---\ndeletes: newest"
            })
    void whatIsNoOneDocumentIsRefused(String text) {
        assertThat(errors(text)).isNotEmpty();
    }

    @Test
    void aNarrowRuleMayStandBeforeAWideOneOnly() {
        String narrow = "{key: {pk: 'order#1'}, item: lww}";
        String wide = "{key: {pk: 'order#'}, attributes: {a: max}}";
        assertThat(PolicyFile.parse("rules: [" + narrow + ", " + wide + "]", ORDERS)
                        .rules())
                .hasSize(2);
        assertThat(errors("rules: [" + wide + ", " + narrow + "]"))
                .singleElement()
                .asString()
                .contains("rule 2 can never fit", "put the narrower one first");
    }

    @Test
    void thereIsAnEndToWhatCanBeNamed() {
        String attributes =
                IntStream.range(0, 101).mapToObj(i -> "a" + i + ": max").collect(Collectors.joining(", "));
        assertThat(errors("rules: [{attributes: {" + attributes + "}}]"))
                .singleElement()
                .asString()
                .contains("at most 100");
        assertThat(errors("#" + "x".repeat(PolicyFile.MOST_BYTES)))
                .singleElement()
                .asString()
                .contains("bytes");
    }

    @Test
    void twoResolversOfOneNameAreRefused() {
        PolicyContext twice = PolicyContext.ofAnyTable(List.of(LONGEST, LONGEST));
        assertThat(catchThrowableOfType(PolicyException.class, () -> PolicyFile.parse("deletes: newest", twice)))
                .hasMessageContaining("two resolvers");
    }

    @Test
    void whatItSaysOfDeletesNeedsNoResolvers() {
        assertThat(PolicyFile.deletes("""
                deletes: delete-wins
                rules:
                  - attributes:
                      note: custom:of-another-class-path
                """)).isEqualTo(Deletes.DELETE_WINS);
        assertThat(PolicyFile.deletes("rules: []")).isEqualTo(Deletes.NEWEST_WINS);
        PolicyException wrong = catchThrowableOfType(PolicyException.class, () -> PolicyFile.deletes("deletes: never"));
        assertThat(wrong).hasMessageContaining("unknown word 'never'");
    }
}
