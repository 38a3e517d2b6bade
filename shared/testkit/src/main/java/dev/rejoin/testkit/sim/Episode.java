package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.testkit.sim.Script.Write;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of a script, step by step, in an order that somebody else decides. */
public final class Episode {
    private static final int ATTEMPTS = 2;
    private static final int BEFORE = 100;
    private static final int SLICE = 100;

    private final Script script;
    private final ForkedWorld world;
    private final FoldLog log = new FoldLog();
    private final List<SimRegion> regions = new ArrayList<>();

    /**
     * The beginning.
     *
     * @param fork decides wherever there is more than one way, but for {@link #step}
     * @param eager whether steps that matter to no other process happen at once, so that nobody has to decide when
     * @param keepTrace whether to keep what happens as text
     */
    public Episode(Script script, Fork fork, boolean eager, boolean keepTrace) {
        this.script = script;
        this.world = new ForkedWorld(fork, eager, script.patient(), keepTrace);
        SimNetwork network = new SimNetwork(world);
        Chances chances = Chances.of(script.faults());
        RunShape shape = new RunShape(1, SLICE, ATTEMPTS, 0, 1, 0, script.batch(), script.mix());
        for (String name : List.of("a", "b")) {
            regions.add(new SimRegion(world, network, new Actor(name), log, chances, shape));
        }
        regions.get(0).setSkew(script.aheadMillis());
        regions.forEach(region -> region.peers().meet(regions));
        script.before().forEach(this::writeBefore);
        world.endCalm(script.most());
        regions.forEach(region -> writeNext(region, 0));
    }

    private void writeBefore(Write write) {
        SimRegion region = regions.get(write.region() - 'a');
        write(region.table(), write, BEFORE);
        region.wake();
        while (world.ready() > 0) {
            world.happen(0);
        }
    }

    /** Each region has one client, which makes its writes one after the other. */
    private void writeNext(SimRegion region, int from) {
        for (int i = from; i < script.writes().size(); i++) {
            Write write = script.writes().get(i);
            if (region.self().name().equals(String.valueOf(write.region()))) {
                int value = i + 1;
                Invocation client = Invocation.immortal(world, "client " + region.self());
                world.learned(client, i);
                world.soon(client, () -> {
                    world.note(value, () -> "plain " + write);
                    write(region.table(), write, value);
                    region.wake();
                    writeNext(region, value);
                });
                return;
            }
        }
    }

    private static void write(MemoryTable table, Write write, int number) {
        ItemKey key = Script.KEY;
        Value value = Value.N.of(number);
        switch (write.op()) {
            case PUT -> table.put(key, Attributes.of(Map.of("x", value, "y", value)), null);
            case UPDATE -> table.update(key, shown -> shown.with(write.attribute(), value));
            case REMOVE -> table.update(key, shown -> shown.with(write.attribute(), null));
            case ADD ->
                table.update(
                        key,
                        shown -> shown.with(
                                Writer.COUNTER,
                                new Value.N(Version.number(shown.get(Writer.COUNTER))
                                        .add(BigDecimal.valueOf(number)))));
            case DELETE -> table.delete(key);
            case TYPED -> {
                String name = write.attribute();
                table.update(key, shown -> shown.with(name, TypedChange.of(name, shown.get(name), write.change())));
            }
            default -> throw new IllegalArgumentException("not for scripts: " + write);
        }
    }

    /** How many things could happen now; 0 if everything has come to rest. */
    public int ready() {
        return world.ready();
    }

    /** Lets one of them happen. */
    public void step(int which) {
        world.happen(which);
    }

    /** How many things have happened. */
    public long steps() {
        return world.steps();
    }

    /** A hash of the state; whatever happened before, what can happen from here on depends on nothing else. */
    public long state() {
        long hash = Digest.of(world.whereabouts(), log.digest());
        for (SimRegion region : regions) {
            hash = Digest.of(hash, region.state(Script.KEY));
        }
        return hash;
    }

    /** What does not hold at rest, null if everything does. */
    public @Nullable String verdict() {
        if (!regions.stream().allMatch(SimRegion::isDone)) {
            return "stopped before it was done";
        }
        return new Oracles(regions, regions, log, key -> expectedCount(), script.mix()).check(List.of(Script.KEY));
    }

    private @Nullable BigDecimal expectedCount() {
        List<Write> all = Stream.concat(script.before().stream(), script.writes().stream())
                .toList();
        if (all.stream().anyMatch(write -> write.op() == PlainOp.PUT || write.op() == PlainOp.DELETE)) {
            return null;
        }
        long sum = script.before().stream()
                        .filter(write -> write.op() == PlainOp.ADD)
                        .count()
                * BEFORE;
        for (int i = 0; i < script.writes().size(); i++) {
            sum += script.writes().get(i).op() == PlainOp.ADD ? i + 1 : 0;
        }
        return BigDecimal.valueOf(sum);
    }

    /** What the regions hold and know, in words: the same whenever only identities differ. */
    public String outcome() {
        StringBuilder outcome = new StringBuilder();
        for (SimRegion region : regions) {
            MemoryTable table = region.table();
            outcome.append(region.self()).append(": ");
            outcome.append(table.item(Script.KEY)
                    .map(item -> item.attributes().asMap().toString())
                    .orElse("nothing"));
            outcome.append(" by ").append(Oracles.clock(region, Script.KEY).bare());
            outcome.append('\n');
        }
        return outcome.append("journal ").append(log.journal().losers()).toString();
    }

    /** What happened, if it was to be kept. */
    public List<String> trace() {
        return world.trace.lines();
    }
}
