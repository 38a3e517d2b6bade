package dev.rejoin.cli.chaos.audit;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.KnownValue;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.cli.chaos.fleet.ChaosTables;
import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.chaos.writer.Family;
import dev.rejoin.cli.chaos.writer.Ledger;
import dev.rejoin.cli.chaos.writer.Ledger.Counter;
import dev.rejoin.cli.chaos.writer.Ledger.Entry;
import dev.rejoin.cli.chaos.writer.Ledger.Told;
import dev.rejoin.cli.demo.Comparison;
import dev.rejoin.cli.local.region.StreamSource;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.version.Version;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The promises, held against what is in the tables, what the streams say was written, what the writers were told, and what is in the
 * journal. To be made when writing has stopped.
 */
public final class Audit {
    private final Fleet fleet;
    private final Ledger ledger;
    private final Map<Actor, Map<ItemKey, StoredItem>> items = new LinkedHashMap<>();
    private final StreamAudit streams = new StreamAudit();
    private final BitSet standing = new BitSet();
    private final BitSet journalled = new BitSet();
    private final Set<String> conflicts = new TreeSet<>();

    private Audit(Fleet fleet, Ledger ledger) {
        this.fleet = fleet;
        this.ledger = ledger;
    }

    /**
     * What was found.
     *
     * @param items how many items there are
     * @param plainWrites how many writes of applications the streams hold, in all regions
     * @param ownWrites how many of the replication's
     * @param conflicts how many conflicts are in the journal, each once
     * @param values how many values of registers were followed
     */
    public record Findings(
            List<Promise> promises, int items, long plainWrites, long ownWrites, int conflicts, Values values) {}

    /**
     * What became of the values that got into a table or whose writes were acknowledged.
     *
     * @param standing that are there at the end
     * @param replaced that a write replaced which had seen them
     * @param journalled that are in the journal, but neither of the above
     * @param lost the others
     */
    public record Values(int all, int standing, int replaced, int journalled, int lost) {}

    /**
     * Looks at everything.
     *
     * @param rested whether it came to rest in time
     * @param rest what is said of that
     */
    public static Findings of(Fleet fleet, Ledger ledger, boolean rested, String rest) throws IOException {
        Audit audit = new Audit(fleet, ledger);
        audit.read();
        return audit.findings(rested, rest);
    }

    private void read() {
        StreamRecords decoder = new StreamRecords(ChaosTables.TABLE);
        for (Actor region : fleet.regions()) {
            ChaosTables tables = fleet.tables(region);
            items.put(region, tables.items());
            tables.conflicts().forEach(this::note);
            try (DynamoDbStreamsClient client = fleet.clients().streams(region.name())) {
                // What cannot be decoded was put aside by the region's process, and breaks a promise of its own.
                streams.read(
                        region,
                        new StreamSource(
                                client,
                                tables.stream(),
                                decoder::decode,
                                (record, reason) -> {},
                                System::currentTimeMillis));
            }
        }
        items.values()
                .forEach(all -> all.values()
                        .forEach(item -> item.attributes()
                                .asMap()
                                .values()
                                .forEach(value -> Ledger.number(value).ifPresent(standing::set))));
    }

    private void note(JournalEntry entry) {
        if (entry.loser().value() instanceof KnownValue.Shown shown) {
            Ledger.number(shown.value()).ifPresent(journalled::set);
        }
        conflicts.add(entry.id());
    }

    private Findings findings(boolean rested, String rest) throws IOException {
        Comparison comparison = Comparison.of(items, ChaosTables.COUNTERS);
        List<String> lost = new ArrayList<>();
        Values values = follow(lost);
        List<Promise> promises = List.of(
                Promise.of("It comes to rest: nothing is owed or under way", rest, rested ? List.of() : List.of(rest)),
                equal(comparison),
                counters(),
                Promise.of(
                        "No write is lost in silence: a value stands, or a write that had seen it replaced it, or it is in"
                                + " the journal",
                        Show.count(values.all, "value") + " followed: " + values.standing + " stand, " + values.replaced
                                + " replaced, " + values.journalled + " in the journal, " + values.lost + " lost",
                        lost),
                poison(),
                Promise.of(
                        "No process ends by itself",
                        Show.count(fleet.regions().size(), "process", "processes") + " watched",
                        fleet.troubles()));
        return new Findings(promises, comparison.items(), streams.plain(), streams.own(), conflicts.size(), values);
    }

    private Promise equal(Comparison comparison) {
        List<String> differences = comparison.differences().stream()
                .map(it -> Show.key(it.key()) + " " + it.attribute() + ": " + it.values())
                .toList();
        return Promise.of(
                "All regions hold the same items",
                Show.count(comparison.items(), "item") + " in " + items.size() + " regions compared, "
                        + Show.count(differences.size(), "difference"),
                differences);
    }

    private Promise poison() throws IOException {
        int given = fleet.givenUp();
        return Promise.of(
                "No record is given up",
                Show.count(given, "batch", "batches") + " given up",
                given == 0 ? List.of() : List.of(given + " batches given up"));
    }

    /** To the very number: what the streams say was added is what every region shows, and what the writers may have added. */
    private Promise counters() {
        List<String> broken = new ArrayList<>();
        Map<Counter, Ledger.Sum> sums = ledger.sums();
        sums.forEach((counter, sum) -> {
            if (Family.of(ItemKey.of(ChaosTables.TABLE.partitionKey(), counter.id()))
                    .isCounted()) {
                BigDecimal added = streams.added().getOrDefault(counter, BigDecimal.ZERO);
                if (!sum.allows(added)) {
                    broken.add(counter + ": the tables took " + added + " where writers were told " + sum);
                }
                items.forEach((region, all) -> check(counter, added, region, all, broken));
            }
        });
        return Promise.of(
                "Counters are exact",
                Show.count(streams.added().size(), "counter") + " checked in every region",
                broken);
    }

    private static void check(
            Counter counter, BigDecimal added, Actor region, Map<ItemKey, StoredItem> all, List<String> broken) {
        StoredItem item = all.get(ItemKey.of(ChaosTables.TABLE.partitionKey(), counter.id()));
        BigDecimal shown =
                Version.number(item == null ? null : item.attributes().get(counter.attribute()));
        if (shown.compareTo(added) != 0) {
            broken.add(counter + ": " + shown + " in " + region + ", but " + added + " was added");
        }
    }

    private Values follow(List<String> lost) {
        int all = 0;
        int stand = 0;
        int seen = 0;
        int kept = 0;
        List<Entry> entries = ledger.entries();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean landed = streams.landed().get(i);
            if (!landed && entry.told() != Told.ACKNOWLEDGED) {
                continue;
            }
            all++;
            if (standing.get(i)) {
                stand++;
            } else if (streams.replaced().get(i)) {
                seen++;
            } else if (journalled.get(i)) {
                kept++;
            } else {
                lost.add(entry.id() + " " + entry.attribute() + " of " + entry.region() + ", value number " + i
                        + (landed ? "" : ", was acknowledged and never in the table"));
            }
        }
        return new Values(all, stand, seen, kept, lost.size());
    }
}
