package dev.rejoin.cli.local.source;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stream in memory, with shards to split, records to trim, and reads to fail. */
final class FakeStream implements EventSource {
    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private long sequence;
    private int failures;
    private int reads;

    private static final class FakeShard {
        private final Shard shard;
        private final List<StreamRecord> records = new ArrayList<>();
        private boolean closed;
        private int trimmed;

        FakeShard(Shard shard) {
            this.shard = shard;
        }
    }

    synchronized FakeStream shard(String id, String parent) {
        shards.put(id, new FakeShard(new Shard(id, parent)));
        return this;
    }

    synchronized void closeShard(String id) {
        shards.get(id).closed = true;
    }

    synchronized void forget(String id) {
        shards.remove(id);
    }

    /** The stream drops the oldest records of a shard. */
    synchronized void trim(String id, int records) {
        shards.get(id).trimmed = records;
    }

    synchronized void failNext(int calls) {
        failures = calls;
    }

    synchronized int reads() {
        return reads;
    }

    synchronized StreamRecord put(String shard, String key, long timeMillis) {
        return put(shard, key, timeMillis, 1);
    }

    synchronized StreamRecord put(String shard, String key, long timeMillis, int bytes) {
        ItemKey itemKey = ItemKey.of("id", key);
        StoredItem after = new StoredItem(itemKey, Attributes.of("a", new Value.B(new byte[bytes])), null);
        StreamRecord record = new StreamRecord(itemKey, null, after, SequenceNumber.of(++sequence), timeMillis, false);
        shards.get(shard).records.add(record);
        return record;
    }

    @Override
    public synchronized List<Shard> shards() {
        failIfAsked();
        return shards.values().stream().map(fake -> fake.shard).toList();
    }

    @Override
    public synchronized String iterator(String shard, SequenceNumber after) {
        failIfAsked();
        FakeShard fake = shards.get(shard);
        int position = 0;
        while (after != null
                && position < fake.records.size()
                && fake.records.get(position).sequence().compareTo(after) <= 0) {
            position++;
        }
        if (after != null && position < fake.trimmed) {
            throw new TrimmedException("trimmed");
        }
        return shard + "@" + Math.max(position, fake.trimmed);
    }

    @Override
    public synchronized Page read(String iterator, int limit) {
        reads++;
        failIfAsked();
        int at = iterator.indexOf('@');
        FakeShard fake = shards.get(iterator.substring(0, at));
        int from = Integer.parseInt(iterator.substring(at + 1));
        int to = Math.min(fake.records.size(), from + limit);
        String next = fake.closed && to == fake.records.size() ? null : fake.shard.id() + "@" + to;
        return new Page(List.copyOf(fake.records.subList(from, to)), next);
    }

    private void failIfAsked() {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("asked to fail");
        }
    }
}
