package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.JournalTable;
import dev.rejoin.aws.journal.SealedValues;
import dev.rejoin.aws.seal.KmsOpener;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.KmsAsyncClient;

/** The journals of all regions as one: a conflict once, with as much as any of them knows. */
final class Journals {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{16})-[0-9a-f]{12}");

    private final OperatedTable table;
    private final boolean decrypt;

    /** @param decrypt whether to open what is encrypted with the owner's key */
    Journals(OperatedTable table, boolean decrypt) {
        this.table = table;
        this.decrypt = decrypt;
    }

    /**
     * What was found.
     *
     * @param entries newest first
     * @param unreadable rows that this release cannot read
     */
    record Found(List<JournalEntry> entries, long unreadable) {}

    /**
     * Every conflict that passes the test.
     *
     * @throws UnavailableException if a region cannot be read
     */
    Found all(Predicate<JournalEntry> test) {
        Map<OperatedRegion, List<JournalEntry>> byRegion = new LinkedHashMap<>();
        Map<OperatedRegion, CompletableFuture<Long>> reading = new LinkedHashMap<>();
        for (OperatedRegion region : table.regions()) {
            List<JournalEntry> entries = Collections.synchronizedList(new ArrayList<>());
            byRegion.put(region, entries);
            reading.put(region, journal(region).all(entry -> {
                if (test.test(entry)) {
                    entries.add(entry);
                }
            }));
        }
        long unreadable = 0;
        for (Map.Entry<OperatedRegion, CompletableFuture<Long>> each : reading.entrySet()) {
            unreadable += AccessProblem.await(words(each.getKey()), each.getValue());
        }
        return new Found(merged(byRegion), unreadable);
    }

    /**
     * The conflicts of one item, newest first.
     *
     * @param item the hash of its key
     */
    List<JournalEntry> ofItem(String item, Predicate<JournalEntry> test) {
        Map<OperatedRegion, CompletableFuture<List<JournalEntry>>> reading = new LinkedHashMap<>();
        table.regions().forEach(region -> reading.put(region, journal(region).ofItem(item)));
        Map<OperatedRegion, List<JournalEntry>> byRegion = new LinkedHashMap<>();
        reading.forEach((region, entries) -> byRegion.put(
                region,
                AccessProblem.await(words(region), entries).stream()
                        .filter(test)
                        .toList()));
        return merged(byRegion);
    }

    /**
     * The conflict of that name.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    Optional<JournalEntry> byId(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a conflict is named like 3fa9c0de01b2c3d4-0123456789ab, as in rejoin conflicts list; not " + id);
        }
        return ofItem(matcher.group(1), entry -> entry.id().equals(id)).stream().findFirst();
    }

    /** Notes in every region that has the entry what was chosen; the names of those that could not be told. */
    List<String> resolved(JournalEntry entry, String choice) {
        Map<OperatedRegion, CompletableFuture<Boolean>> writing = new LinkedHashMap<>();
        table.regions()
                .forEach(region ->
                        writing.put(region, journal(region).resolved(entry, choice, System.currentTimeMillis())));
        List<String> failed = new ArrayList<>();
        writing.forEach((region, written) -> {
            try {
                AccessProblem.await(words(region), written);
            } catch (UnavailableException e) {
                failed.add(String.valueOf(e.getMessage()));
            }
        });
        return failed;
    }

    private List<JournalEntry> merged(Map<OperatedRegion, List<JournalEntry>> byRegion) {
        Map<String, JournalEntry> all = new LinkedHashMap<>();
        byRegion.forEach((region, entries) ->
                opened(region, entries).forEach(entry -> all.merge(entry.id(), entry, JournalEntry::with)));
        return all.values().stream()
                .sorted(Comparator.comparingLong(JournalEntry::millis)
                        .reversed()
                        .thenComparing(JournalEntry::id))
                .toList();
    }

    private List<JournalEntry> opened(OperatedRegion region, List<JournalEntry> entries) {
        if (!decrypt || entries.isEmpty()) {
            return entries;
        }
        try (KmsAsyncClient kms = table.access().client(KmsAsyncClient.builder(), region.actor())) {
            SealedValues values =
                    new SealedValues(new KmsOpener(kms, region.names().journal()));
            return entries.stream()
                    .map(entry -> AccessProblem.await("the journal's key in " + region.actor(), values.open(entry)))
                    .toList();
        }
    }

    private static JournalTable journal(OperatedRegion region) {
        return new JournalTable(region.client(), region.names().journal());
    }

    private static String words(OperatedRegion region) {
        return "journal " + region.names().journal() + " in " + region.actor();
    }
}
