package dev.rejoin.cli.chaos.process;

import dev.rejoin.cli.local.hint.HintLog;
import dev.rejoin.cli.local.source.Checkpoints;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.SequenceNumber;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What outlives a region's process, as Lambda's checkpoints and SQS do on AWS: how far the stream is done with, and what is
 * owed. In one file, which the next process reads and writes anew.
 */
final class RegionState implements HintLog, AutoCloseable {
    private static final String CHECKPOINT = "checkpoint";
    private static final String OWED = "owed";
    private static final String SETTLED = "settled";
    private static final String READ = "read";
    /** That it is a little old does no harm, and it would be most of the file. */
    private static final long READ_INTERVAL_MILLIS = 200;

    private final String keyName;
    private final Map<String, SequenceNumber> checkpoints = new LinkedHashMap<>();
    private final Map<Actor, Set<ItemKey>> owed = new LinkedHashMap<>();
    private final StateLog log;
    private long readUpTo;

    /** @param keyName the table's partition key, a string */
    RegionState(Path folder, String keyName) {
        this.keyName = keyName;
        Path file = folder.resolve("state.log");
        StateLog.read(file).forEach(this::replay);
        this.log = StateLog.begin(file, lines());
    }

    private void replay(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case CHECKPOINT -> checkpoints.put(words[1], new SequenceNumber(new BigInteger(words[2])));
            case OWED ->
                owed.computeIfAbsent(new Actor(words[1]), peer -> new LinkedHashSet<>())
                        .add(key(words[2]));
            case SETTLED ->
                owed.getOrDefault(new Actor(words[1]), new LinkedHashSet<>()).remove(key(words[2]));
            case READ -> readUpTo = Long.parseLong(words[1]);
            default -> throw new IllegalStateException("not a line of a region's state: " + words[0]);
        }
    }

    /** The state as it is, in as few lines as possible. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(READ + " " + readUpTo);
        checkpoints.forEach((shard, done) -> lines.add(checkpoint(shard, done)));
        owed.forEach((peer, keys) -> keys.forEach(key -> lines.add(hint(OWED, peer, key))));
        return lines;
    }

    /** Checkpoints that go on from the kept ones. */
    Checkpoints checkpoints() {
        return new Checkpoints(checkpoints, (shard, done) -> {
            // Nobody waits for it: a checkpoint that was lost only has records come again.
            var unused = log.append(checkpoint(shard, done));
        });
    }

    /**
     * A time before which nothing was written that is still to be read, by this machine's clock.
     *
     * @param otherwise if none is known
     */
    synchronized long readUpTo(long otherwise) {
        return Math.max(readUpTo, otherwise);
    }

    /** All that was written before that time is done with. */
    synchronized void doneUpTo(long millis) {
        if (millis >= readUpTo + READ_INTERVAL_MILLIS) {
            readUpTo = millis;
            var unused = log.append(READ + " " + millis);
        }
    }

    @Override
    public Map<Actor, Collection<ItemKey>> kept() {
        return new LinkedHashMap<>(owed);
    }

    @Override
    public CompletableFuture<Void> owed(Actor peer, Collection<ItemKey> keys) {
        return CompletableFuture.allOf(
                keys.stream().map(key -> log.append(hint(OWED, peer, key))).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void settled(Actor peer, ItemKey key) {
        var unused = log.append(hint(SETTLED, peer, key));
    }

    private static String checkpoint(String shard, SequenceNumber done) {
        return CHECKPOINT + " " + shard + " " + done;
    }

    private String hint(String word, Actor peer, ItemKey key) {
        if (!(key.attributes().get(keyName) instanceof Value.S text)) {
            throw new IllegalArgumentException("not a key of this table");
        }
        byte[] utf8 = text.text().getBytes(StandardCharsets.UTF_8);
        return word + " " + peer + " " + Base64.getEncoder().encodeToString(utf8);
    }

    private ItemKey key(String base64) {
        return ItemKey.of(keyName, new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
