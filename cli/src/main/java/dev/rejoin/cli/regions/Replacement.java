package dev.rejoin.cli.regions;

import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.OperatedRegion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Takes a table over that is in the place of another: removes the rows of the one that is gone. */
final class Replacement extends TakingOver {
    Replacement(RegionTable table, List<OperatedRegion> all) {
        super(table, all);
    }

    @Override
    TableRecord next(@Nullable Integer backup) {
        TableRecord record = table().record();
        if (record == null) {
            throw new UnavailableException(
                    "nothing was ever replicated of " + region().table().name() + " in " + region().actor()
                            + ". Deploy the stack, and run 'rejoin backfill' if the table had items");
        }
        boolean begun = !record.ready() && record.is(table().there()) && backup == null;
        return begun
                ? record
                : record.replacedBy(
                        table().there(),
                        incarnationAfter(record.incarnation()),
                        backup == null ? record.incarnation() : backup);
    }

    @Override
    Backup backup(Instant now) {
        return Backup.ask(region()).or(table().expelled());
    }

    @Override
    long carryOut(TableRecord next, LongConsumer stepped) {
        TableRecord before = Objects.requireNonNull(table().record());
        if (!next.equals(before)) {
            write(next, before);
        }
        AtomicLong removed = new AtomicLong();
        eachPage(keys -> {
            remove(keys);
            removed.addAndGet(keys.size());
            stepped.accept(keys.size());
        });
        tellOthers(next);
        write(next.readied(), next);
        return removed.get();
    }

    @Override
    String rows(long removed) {
        return String.format(Locale.ROOT, "%,d rows of the other one removed", removed);
    }

    @Override
    String before() {
        return "Deploy the stack in " + region().actor()
                + " with the table's new stream (StreamArn), if it has not got it yet.";
    }
}
