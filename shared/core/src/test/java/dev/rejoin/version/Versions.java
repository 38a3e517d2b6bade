package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.PlainChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Versions for tests. */
public final class Versions {
    public static final Actor EU = new Actor("eu-west-1");
    public static final Actor US = new Actor("us-east-1");
    public static final Actor AP = new Actor("ap-south-1");
    private static final List<Actor> ACTORS = List.of(AP, EU, US);
    private static final List<String> NAMES = List.of("a", "b", "n");

    private Versions() {}

    /** A write at a small number of milliseconds. */
    public static Dot eu(long millis) {
        return new Dot(HybridTime.ofMillis(millis), EU);
    }

    public static Dot us(long millis) {
        return new Dot(HybridTime.ofMillis(millis), US);
    }

    public static Dot ap(long millis) {
        return new Dot(HybridTime.ofMillis(millis), AP);
    }

    public static Version none() {
        return Version.EMPTY;
    }

    /** That version and one more insert. */
    public static Version inserted(Version version, Dot dot) {
        return new VersionBuilder(version).seen(dot).existence(dot).build();
    }

    /** That version and one more write of a register, a removal if null. */
    public static Version set(Version version, Dot dot, String name, String text) {
        Value value = text == null ? null : new Value.S(text);
        return new VersionBuilder(version)
                .seen(dot)
                .register(name, Cell.of(dot, value))
                .build();
    }

    /** That version and one more delete. */
    public static Version deleted(Version version, Dot dot) {
        return new VersionBuilder(version).seen(dot).deleted(dot).build();
    }

    /** That version and one more addition. */
    public static Version added(Version version, Dot dot, String name, long amount) {
        Counter counter = version.counters().get(name);
        BigDecimal more = BigDecimal.valueOf(amount);
        Counter after = counter == null
                ? Counter.of(null, dot.actor(), new Counter.Sum(dot.time(), more))
                : counter.plus(dot, more);
        return new VersionBuilder(version).seen(dot).counter(name, after).build();
    }

    /** That version after an application that sees it wrote an attribute of that type, or removed it if null. */
    public static Version written(Version version, Dot dot, AttributePolicy type, String name, Value after) {
        Value before = version.content().get(name);
        return folded(version, type, new PlainChange(name, before, after, dot, false));
    }

    /** That version after a write of which it is not known what it replaced. */
    public static Version blind(Version version, Dot dot, AttributePolicy type, String name, Value after) {
        return folded(version, type, new PlainChange(name, null, after, dot, true));
    }

    private static Version folded(Version version, AttributePolicy type, PlainChange change) {
        VersionBuilder into = new VersionBuilder(version).seen(change.dot());
        type.fold(change, into);
        return into.build();
    }

    /** A list of texts. */
    public static Value list(String... texts) {
        return new Value.L(Stream.of(texts).<Value>map(Value.S::new).toList());
    }

    /** A set of texts. */
    public static Value set(String... texts) {
        return new Value.SS(Set.of(texts));
    }

    /** What all know in the end, the same in whatever order they hear of each other. */
    public static Version met(Version... all) {
        Version forth = Version.EMPTY;
        Version back = Version.EMPTY;
        for (int i = 0; i < all.length; i++) {
            forth = Merge.of(forth, all[i]);
            back = Merge.of(all[all.length - 1 - i], back);
        }
        if (!forth.equals(back)) {
            throw new AssertionError("the order of merges matters: " + forth + " or " + back);
        }
        return forth;
    }

    /** A register's value as text. */
    public static String text(Version version, String name) {
        Cell cell = version.registers().get(name);
        return cell == null || !(cell.value() instanceof Value.S s) ? null : s.text();
    }

    /** What three regions know after some writes of any kind and some exchanges between them. */
    public static List<Version> history(long seed, int writes) {
        return history(seed, writes, 10);
    }

    /** As {@link #history}, of registers, counters and the default deletes only. */
    static List<Version> registers(long seed, int writes) {
        return history(seed, writes, 6);
    }

    private static List<Version> history(long seed, int writes, int kinds) {
        Random random = new Random(seed);
        Version[] known = {none(), none(), none()};
        List<Version> seen = new ArrayList<>(List.of(none()));
        for (int i = 1; i <= writes; i++) {
            int at = random.nextInt(known.length);
            if (random.nextInt(3) == 0) {
                known[at] = Merge.of(known[at], seen.get(random.nextInt(seen.size())));
            }
            known[at] = written(random, known[at], ACTORS.get(at), kinds);
            seen.add(known[at]);
        }
        return seen;
    }

    private static Version written(Random random, Version known, Actor actor, int kinds) {
        // Few times, so that actors' writes often have the same.
        long time = Math.max(known.maxTime() + 1, 1 + random.nextInt(6));
        Dot dot = new Dot(time, actor);
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return switch (random.nextInt(kinds)) {
            case 6, 7 -> rewritten(random, known, dot, random.nextInt(4) == 0 ? name : "s");
            case 8 -> rewritten(random, known, dot, "l");
            case 9 -> random.nextInt(4) == 0 ? deletedForGood(known, dot) : rewritten(random, known, dot, "m");
            case 0 -> deleted(known, dot);
            case 1 -> set(known, dot, name, null);
            case 2 -> inserted(set(known, dot, name, "v" + dot), dot);
            case 3 -> based(known, dot, name);
            case 4 -> added(known, dot, name, random.nextInt(9) - 4L);
            default -> set(known, dot, name, "v" + dot);
        };
    }

    private static Version based(Version known, Dot dot, String name) {
        Cell register = known.registers().get(name);
        Counter counter = known.counters().get(name);
        if (register == null) {
            return added(known, dot, name, 1);
        }
        // The amount follows from the register's write alone, as its value does.
        BigDecimal counted = counter == null ? BigDecimal.ZERO : counter.added();
        Counter.Base base = new Counter.Base(
                register.dot(), BigDecimal.valueOf(register.dot().time()).subtract(counted));
        Counter.Sum one = new Counter.Sum(dot.time(), BigDecimal.ONE);
        Counter after = counter == null
                ? Counter.of(base, dot.actor(), one)
                : new Counter(base, counter.sums()).plus(dot, BigDecimal.ONE);
        return new VersionBuilder(known).seen(dot).counter(name, after).build();
    }

    /** A change of what is shown by an application that sees it, by the type that goes with the name. */
    private static Version rewritten(Random random, Version known, Dot dot, String name) {
        Value before = known.content().get(name);
        List<Value> elements = new ArrayList<>(Objects.requireNonNullElse(Elements.of(before), List.of()));
        if (!elements.isEmpty() && random.nextBoolean()) {
            elements.remove(random.nextInt(elements.size()));
        } else {
            elements.add(random.nextInt(elements.size() + 1), new Value.S("e" + random.nextInt(4)));
        }
        Value after = switch (name) {
            case "l" -> new Value.L(elements);
            case "s" -> Elements.set(elements);
            default -> random.nextInt(5) == 0 ? null : new Value.S("v" + dot);
        };
        AttributePolicy type = DataTypes.all().get(name.equals("l") ? "list" : name.equals("s") ? "set" : "siblings");
        return written(known, dot, type, name, after);
    }

    /** That version and one more delete, which wins. */
    public static Version deletedForGood(Version version, Dot dot) {
        return new VersionBuilder(version).seen(dot).deletedForGood(dot).build();
    }
}
