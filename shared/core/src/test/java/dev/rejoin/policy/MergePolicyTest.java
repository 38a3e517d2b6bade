package dev.rejoin.policy;

import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.deletedForGood;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.DataType;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import dev.rejoin.version.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which rule an item follows, and what a table owner's own resolvers are asked. */
class MergePolicyTest {
    private static final ItemKey ORDER = key("order#1", "line#1");
    private static final AttributePolicy OURS = DataTypes.custom("ours");

    private static ItemKey key(String pk, String sk) {
        return new ItemKey(Attributes.of(Map.of("pk", new Value.S(pk), "sk", new Value.S(sk))));
    }

    private static KeyRule rule(Map<String, String> prefixes, String type) {
        return new KeyRule(prefixes, false, Map.of("a", DataTypes.all().get(type)));
    }

    private static MergePolicy policy(KeyRule... rules) {
        return new MergePolicy(List.of(rules), Deletes.NEWEST_WINS, List.of());
    }

    @Test
    void theFirstRuleThatFitsCounts() {
        MergePolicy policy = policy(
                rule(Map.of("pk", "order#", "sk", "line#"), "max"),
                rule(Map.of("pk", "order#"), "min"),
                rule(Map.of(), "set"));
        assertThat(policy.at(ORDER).of("a").name()).isEqualTo("max");
        assertThat(policy.at(key("order#1", "head")).of("a").name()).isEqualTo("min");
        assertThat(policy.at(key("user#1", "line#1")).of("a").name()).isEqualTo("set");
        assertThat(policy.at(ORDER).of("b").name()).isEqualTo("lww");
    }

    @Test
    void itemsThatNoRuleFitsHaveRegisters() {
        MergePolicy policy = policy(rule(Map.of("pk", "order#"), "max"));
        assertThat(policy.at(key("ORDER#1", "x")).of("a")).isSameAs(LwwRegister.INSTANCE);
        assertThat(policy.at(ItemKey.of("other", "order#1")).of("a")).isSameAs(LwwRegister.INSTANCE);
        ItemKey number = new ItemKey(Attributes.of("pk", Value.N.of(1)));
        assertThat(policy(rule(Map.of("pk", ""), "max")).at(number).of("a")).isSameAs(LwwRegister.INSTANCE);
        assertThat(policy().at(ORDER).of("a")).isSameAs(LwwRegister.INSTANCE);
    }

    @Test
    void anItemIsReplacedWholeOrHasTypes() {
        KeyRule whole = new KeyRule(Map.of("pk", "session#"), true, Map.of());
        assertThat(policy(whole).at(key("session#1", "x")).isWholeItem()).isTrue();
        assertThat(policy(whole).at(ORDER).isWholeItem()).isFalse();
        assertThatThrownBy(() -> new KeyRule(Map.of(), true, Map.of("a", OURS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replaced whole");
    }

    @Test
    void aRuleNamesNoMoreThanAConditionHolds() {
        Map<String, AttributePolicy> attributes = new HashMap<>();
        for (int i = 0; i < KeyRule.MOST_NAMED; i++) {
            attributes.put("a" + i, OURS);
        }
        assertThat(KeyRule.ofAll(attributes).attributes()).hasSize(KeyRule.MOST_NAMED);
        attributes.put("one more", OURS);
        assertThatThrownBy(() -> KeyRule.ofAll(attributes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + KeyRule.MOST_NAMED);
    }

    @Test
    void everyTypeHasOneNameThatFilesUse() {
        assertThat(DataTypes.all().keySet())
                .contains("counter", "false-wins", "list", "lww", "max", "min", "set", "siblings", "true-wins");
        DataTypes.all().forEach((name, type) -> assertThat(type.name()).isEqualTo(name));
        assertThat(OURS.name()).isEqualTo("custom:ours");
    }

    /** Puts both values into one, and remembers what it was asked. */
    private static final class Joining implements ConflictResolver {
        private final List<String> asked = new ArrayList<>();

        @Override
        public String name() {
            return "ours";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            asked.add(key + " " + attribute + " " + older.dot() + " " + newer.dot());
            return new Value.S(text(older.value()) + text(newer.value()));
        }

        private static String text(Value value) {
            return value instanceof Value.S s ? s.text() : "-";
        }
    }

    private static Version ours(Dot dot, Value value) {
        return Versions.written(none(), dot, OURS, "a", value);
    }

    @Test
    void aResolverMergesOldestFirstAndGetsTheKeyAndBothWrites() {
        Joining joining = new Joining();
        MergePolicy policy = new MergePolicy(List.of(), Deletes.NEWEST_WINS, List.of(joining));
        Version met = met(ours(us(6), new Value.S("u")), ours(ap(7), null), ours(eu(5), new Value.S("e")));
        assertThat(met.content(policy.at(ORDER)).get("a")).isEqualTo(new Value.S("eu-"));
        assertThat(joining.asked)
                .containsExactly(
                        ORDER + " a " + eu(5) + " " + us(6), //
                        ORDER + " a " + us(6) + " " + ap(7));
        assertThat(ours(eu(5), new Value.S("e")).content(policy.at(ORDER)).get("a"))
                .as("one value needs no resolver")
                .isEqualTo(new Value.S("e"));
        assertThat(joining.asked).hasSize(2);
    }

    @Test
    void aTypeWithoutItsResolverIsNotKnown() {
        DataType type = new DataType(DataType.Shape.WHOLE, "custom:ours");
        ItemPolicy without = MergePolicy.REGISTERS.at(ORDER);
        ItemPolicy with = new MergePolicy(List.of(), Deletes.NEWEST_WINS, List.of(new Joining())).at(ORDER);
        assertThat(with.knows(type)).isTrue();
        assertThat(without.knows(type)).isFalse();
        assertThat(without.knows(new DataType(DataType.Shape.WHOLE, "of-a-later-release")))
                .isFalse();
        assertThat(without.knows(new DataType(DataType.Shape.WHOLE, "max"))).isTrue();
        assertThat(without.knows(DataType.SET)).isTrue();
        assertThat(without.knows(DataType.LIST)).isTrue();
    }

    @Test
    void twoResolversOfOneNameAreRefused() {
        assertThatThrownBy(() -> new MergePolicy(List.of(), Deletes.NEWEST_WINS, List.of(new Joining(), new Joining())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'ours'");
    }

    private static Version deleted(Deletes deletes, Version known, Dot dot) {
        return deletes.enter(dot, new VersionBuilder(known).seen(dot)).build();
    }

    @Test
    void aDeleteTakesWhatIsOlderOrAllThatHadNotSeenIt() {
        Version base = set(none(), eu(1), "a", "base");
        Version newer = set(base, us(7), "a", "newer");
        Version older = set(base, us(4), "b", "older");
        Version newest = deleted(Deletes.NEWEST_WINS, base, eu(5));
        assertThat(met(newest, newer).content()).isEqualTo(Attributes.of("a", new Value.S("newer")));
        assertThat(met(newest, older).isLive()).isFalse();
        Version wins = deleted(Deletes.DELETE_WINS, base, eu(5));
        assertThat(met(wins, newer).isLive()).isFalse();
        assertThat(met(wins, older).isLive()).isFalse();
        assertThat(wins).isEqualTo(deletedForGood(base, eu(5)));
        Version again = set(wins, ap(6), "b", "again");
        assertThat(met(again, newer).content())
                .as("what came after it stands, what had not seen it does not")
                .isEqualTo(Attributes.of("b", new Value.S("again")));
    }

    @Test
    void ofTwoDeletesThatWinTheNewerIsThePast() {
        Version base = set(none(), eu(1), "a", "base");
        Version first = deleted(Deletes.DELETE_WINS, base, eu(5));
        Version after = set(first, eu(9), "a", "after the first");
        Version second = deleted(Deletes.DELETE_WINS, base, us(6));
        assertThat(met(after, second).isLive()).as("it had not seen the second").isFalse();
        assertThat(met(after, second).barrier()).isEqualTo(us(6));
    }

    @Test
    void aTableSaysWhatItsDeletesDo() {
        MergePolicy policy = new MergePolicy(List.of(), Deletes.DELETE_WINS, List.of());
        assertThat(policy.deletes()).isEqualTo(Deletes.DELETE_WINS);
        assertThat(policy.at(ORDER).deletes()).isEqualTo(Deletes.DELETE_WINS);
        assertThat(Deletes.DELETE_WINS.word()).isEqualTo("delete-wins");
        assertThat(Deletes.NEWEST_WINS.word()).isEqualTo("newest");
        assertThat(MergePolicy.REGISTERS.deletes()).isEqualTo(Deletes.NEWEST_WINS);
    }
}
