package dev.rejoin.cli.outage;

import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A fence in words. */
final class FenceReport {
    private FenceReport() {}

    /** How far it is. */
    static String words(FenceRecord record) {
        return switch (record.state()) {
            case OPEN -> record.isWanted() ? "open; waiting for the sentinel" : "open";
            case FENCING -> "fencing; a write may still be accepted";
            case FENCED -> "fenced" + (record.drainedAt().isPresent() ? "; all writes from before are forwarded" : "");
            case UNFENCING -> "unfencing; a write may still be refused";
        };
    }

    static void tell(TableOptions options, Actor region, FenceRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", region.name());
        json.put("fence", record.state().name().toLowerCase(Locale.ROOT));
        json.put("drained", record.drainedAt().isPresent());
        record.millisToClose().ifPresent(millis -> json.put("timeToFenceMillis", millis));
        String time = record.state() == FenceRecord.State.FENCED
                        && record.millisToClose().isPresent()
                ? "; no write was accepted from "
                        + Show.millis(record.millisToClose().getAsLong()) + " after the decision"
                : "";
        Told.result(options, region + " is " + words(record) + time, json);
    }
}
