package dev.rejoin.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.version.Cell;
import dev.rejoin.version.ClockBytes;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdditionsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor ASIA = new Actor("ap-south-1");
    private static final ItemKey KEY = ItemKey.of("pk", "a");
    private static final Value OLD = new Value.S("old");
    private static final Value NEW = new Value.S("new");

    private static Dot eu(long time) {
        return new Dot(time, EU);
    }

    private static Dot us(long time) {
        return new Dot(time, US);
    }

    private static final class Failing implements ConflictResolver {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            throw new IllegalStateException("no idea");
        }
    }

    private static ItemPolicy policy(Deletes deletes) {
        return new MergePolicy(
                        List.of(KeyRule.ofAll(Map.of("own", DataTypes.custom("failing")))),
                        deletes,
                        List.of(new Failing()))
                .at(KEY);
    }

    private static Version item() {
        return new VersionBuilder(Version.EMPTY)
                .seen(eu(2))
                .existence(eu(1))
                .register("a", Cell.of(eu(2), OLD))
                .build();
    }

    private static Version updated(Version known, Dot dot) {
        return new VersionBuilder(known)
                .seen(dot)
                .register("b", Cell.of(dot, NEW))
                .build();
    }

    private static Version deleted(Version known, Dot dot) {
        return new VersionBuilder(known).seen(dot).deleted(dot).build();
    }

    private static Version met(ItemPolicy policy, Version local, Version sent) {
        return Merge.of(Additions.keeping(EU, policy, local, sent), sent);
    }

    @Test
    void aRegionWithANewerWriteKeepsItsWholeItem() {
        Version here = updated(item(), eu(9));
        Version delete = deleted(item(), us(5));
        Version kept = met(policy(Deletes.KEEP_ITEM), here, delete);
        assertThat(kept.content()).isEqualTo(here.content());
        assertThat(Merge.of(delete, kept).content()).as("and the others get it").isEqualTo(here.content());
        assertThat(met(policy(Deletes.NEWEST_WINS), here, delete).content().names())
                .containsExactly("b");
    }

    @Test
    void withoutANewerWriteTheItemGoes() {
        Version here = updated(item(), eu(4));
        Version delete = deleted(item(), us(5));
        assertThat(met(policy(Deletes.KEEP_ITEM), here, delete).isLive()).isFalse();
    }

    @Test
    void whatIsKeptKeepsItsOwnPlaceInTheOrder() {
        Version delete = deleted(item(), us(5));
        Version kept = met(policy(Deletes.KEEP_ITEM), updated(item(), eu(9)), delete);
        Dot asia = new Dot(7, ASIA);
        Version elsewhere = new VersionBuilder(item())
                .seen(asia)
                .register("a", Cell.of(asia, NEW))
                .build();
        assertThat(Merge.of(kept, elsewhere).content().get("a"))
                .as("newer than the delete, and so than what was kept")
                .isEqualTo(NEW);
        Dot taken = new Dot(4, ASIA);
        Version older = new VersionBuilder(item())
                .seen(taken)
                .register("a", Cell.of(taken, NEW))
                .build();
        assertThat(Merge.of(kept, older).content().get("a"))
                .as("the delete takes it")
                .isEqualTo(OLD);
        assertThat(Merge.of(Merge.of(older, delete), kept).content().get("a")).isEqualTo(OLD);
    }

    @Test
    void theNextDeleteTakesWhatWasKept() {
        Version kept = met(policy(Deletes.KEEP_ITEM), updated(item(), eu(9)), deleted(item(), us(5)));
        assertThat(Merge.of(kept, deleted(kept, us(12))).isLive()).isFalse();
    }

    private static Version typed(Version known, Dot dot, String type, @Nullable Value before, Value after) {
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        Objects.requireNonNull(DataTypes.all().get(type)).fold(new PlainChange(type, before, after, dot, false), into);
        return into.build();
    }

    private static Value list(String... texts) {
        return new Value.L(
                Arrays.stream(texts).map(text -> (Value) new Value.S(text)).toList());
    }

    @Test
    void severalValuesAreKeptAndTheOthersGetThem() {
        ItemPolicy policy = policy(Deletes.KEEP_ITEM);
        Version base = typed(typed(item(), eu(3), "list", null, list("x", "y")), eu(4), "siblings", null, OLD);
        Version here = updated(base, eu(9));
        Version delete = deleted(base, us(5));
        Version kept = met(policy, here, delete);
        assertThat(kept.content()).isEqualTo(here.content());
        assertThat(Merge.of(delete, kept).content())
                .as("also where they went with the delete")
                .isEqualTo(here.content());
        assertThat(kept.actors()).contains(Actor.keeping(US, EU, 0));
        assertThat(stored(kept).sameAs(kept)).isTrue();
        assertThat(Additions.areNews(kept, Merge.of(here, delete))).isTrue();
        assertThat(Additions.areNews(kept, kept)).isFalse();
        assertThat(met(policy(Deletes.NEWEST_WINS), here, delete).content().names())
                .containsExactly("b");
    }

    @Test
    void whatWasKeptAndRemovedSinceStaysRemoved() {
        Version base = typed(item(), eu(3), "list", null, list("x", "y"));
        Version kept = met(policy(Deletes.KEEP_ITEM), updated(base, eu(9)), deleted(base, us(5)));
        Version shorter = typed(kept, new Dot(12, ASIA), "list", list("x", "y"), list("y"));
        assertThat(Merge.of(shorter, kept).content().get("list")).isEqualTo(list("y"));
        Version longer = typed(deleted(base, us(5)), us(11), "list", null, list("z"));
        assertThat(Merge.of(longer, kept).content().get("list"))
                .as("what was written after the delete stands beside it")
                .isEqualTo(list("x", "y", "z"));
    }

    @Test
    void whatTwoRegionsKeepOfAListIsThereOnce() {
        Version base = typed(item(), eu(3), "list", null, list("x", "x", "y"));
        Version delete = deleted(base, us(5));
        ItemPolicy policy = policy(Deletes.KEEP_ITEM);
        Version here = met(policy, updated(base, eu(9)), delete);
        Version more = updated(
                typed(base, new Dot(4, ASIA), "list", list("x", "x", "y"), list("x", "x", "y", "x")), new Dot(8, ASIA));
        Version there = Merge.of(Additions.keeping(ASIA, policy, more, delete), delete);
        assertThat(Merge.of(here, there).content().get("list")).isEqualTo(list("x", "x", "y", "x"));
        assertThat(Merge.of(there, here).content().get("list")).isEqualTo(list("x", "x", "y", "x"));
    }

    @Test
    void concurrentValuesAreKeptInTheirOrder() {
        Version base = Merge.of(
                typed(item(), eu(4), "siblings", null, OLD), typed(item(), new Dot(3, ASIA), "siblings", null, NEW));
        Version kept = met(policy(Deletes.KEEP_ITEM), updated(base, eu(9)), deleted(item(), us(5)));
        Multi multi = Objects.requireNonNull(kept.multis().get("siblings"));
        assertThat(multi.siblings().values().stream().map(Sibling::value)).containsExactly(NEW, OLD);
        assertThat(multi.siblings().keySet().stream().map(Sibling.Id::dot))
                .containsExactly(new Dot(5, Actor.keeping(US, EU, 0)), new Dot(5, Actor.keeping(US, EU, 1)));
        assertThat(kept.content().get("siblings")).isEqualTo(OLD);
        Version later = typed(deleted(item(), us(5)), us(6), "siblings", null, NEW);
        assertThat(Merge.of(kept, later).content().get("siblings"))
                .as("newer than the delete, and so than what was kept")
                .isEqualTo(NEW);
    }

    @Test
    void aFallbackIsKeptToo() {
        ItemPolicy policy = policy(Deletes.KEEP_ITEM);
        Version fallen = contested().fallenBack(policy);
        Version kept = met(policy, updated(fallen, eu(9)), deleted(item(), us(7)));
        assertThat(kept.content(policy).get("own")).isEqualTo(NEW);
        assertThat(stored(kept).sameAs(kept)).isTrue();
    }

    @Test
    void keptRegistersAndFallbacksAreStored() {
        Version kept = met(policy(Deletes.KEEP_ITEM), updated(item(), eu(9)), deleted(item(), us(5)));
        assertThat(stored(kept).sameAs(kept)).isTrue();
        assertThat(stored(kept).registers().get("a"))
                .satisfies(
                        cell -> assertThat(Objects.requireNonNull(cell).kept()).isEqualTo(us(5)));
        Version fallen = contested().fallenBack(policy(Deletes.NEWEST_WINS));
        assertThat(stored(fallen).sameAs(fallen)).isTrue();
        assertThat(stored(fallen).sameAs(contested())).isFalse();
    }

    private static Version stored(Version version) {
        return ClockBytes.read(ByteBuffer.wrap(ClockBytes.of(version)));
    }

    private static Version own(Dot dot, Value value) {
        VersionBuilder into = new VersionBuilder(item()).seen(dot);
        DataTypes.custom("failing").fold(new PlainChange("own", null, value, dot, false), into);
        return into.build();
    }

    private static Version contested() {
        return Merge.of(own(eu(5), OLD), own(us(6), NEW));
    }

    @Test
    void whereAResolverFailsTheNewestIsShownEverywhereUntilThereIsANewerOne() {
        ItemPolicy policy = policy(Deletes.NEWEST_WINS);
        Version fallen = contested().fallenBack(policy);
        assertThat(fallen.content(policy).get("own")).isEqualTo(NEW);
        assertThat(Merge.of(contested(), fallen).content(policy).get("own"))
                .as("another region does not ask its resolver")
                .isEqualTo(NEW);
        assertThat(Additions.areNews(fallen, contested())).isTrue();
        assertThat(Additions.areNews(fallen, fallen)).isFalse();
        Version later = Merge.of(fallen, own(new Dot(8, ASIA), OLD));
        assertThat(Objects.requireNonNull(later.multis().get("own")).isFallenBack())
                .isFalse();
    }

    @Test
    void theOldestValueThatIsNotShownIsSpilledAndTheNewestNever() {
        ItemPolicy policy = policy(Deletes.NEWEST_WINS);
        Version three = Merge.of(contested(), own(new Dot(7, ASIA), new Value.S("newest")));
        Version shown = three.fallenBack(policy);
        Additions.Spilled first = Objects.requireNonNull(Additions.spilling(KEY, policy, shown, 1));
        assertThat(first.value().loser()).isEqualTo(Cell.of(eu(5), OLD));
        assertThat(first.value().reason()).isEqualTo(Conflict.Reason.SPILLED);
        Additions.Spilled second = Objects.requireNonNull(Additions.spilling(KEY, policy, first.version(), 1));
        assertThat(second.value().loser().dot()).isEqualTo(us(6));
        assertThat(Additions.spilling(KEY, policy, second.version(), 1)).isNull();
        assertThat(Additions.spilling(KEY, policy, shown, 3))
                .as("no more than may stand")
                .isNull();
        Version joined = Merge.of(shown, second.version());
        assertThat(joined.sameAs(second.version()))
                .as("what one has spilled, all have")
                .isTrue();
        assertThat(Additions.areNews(second.version(), shown)).isTrue();
        assertThat(stored(second.version()).sameAs(second.version())).isTrue();
    }
}
