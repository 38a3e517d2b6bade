package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Backlog;
import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.aws.control.TombstoneRun;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Style;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.outage.FenceRecord;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A table's standing for a person. */
final class StatusText {
    private final Screen screen;
    private final long now;

    StatusText(Screen screen, long now) {
        this.screen = screen;
        this.now = now;
    }

    void show(Standing standing, List<String> attention) {
        TextTable regions = new TextTable(false, true, true, true, false)
                .row(Style.DIM, "region", "heartbeat", "measured", "stream", "writes");
        standing.regions().forEach(region -> regions.row(row(region, standing.isExpelled(region.region()))));
        screen.table(regions, "");
        screen.blank();
        TextTable ways = new TextTable(false, false, true, true, true, true, false)
                .row(Style.DIM, "from", "to", "heartbeat", "owed", "oldest", "about", "");
        standing.ways().forEach(way -> ways.row(row(way)));
        screen.table(ways, "");
        screen.blank();
        newest(standing).ifPresent(run -> screen.line(tombstones(run)));
        if (attention.isEmpty()) {
            screen.line(screen.styled(Style.GOOD, "all is well"));
        }
        attention.forEach(line -> screen.line(screen.styled(Style.BAD, "! ") + line));
    }

    /** Each region's control table tells the same of a run, but for those that could not be reached. */
    private static Optional<TombstoneRun> newest(Standing standing) {
        return standing.regions().stream()
                .flatMap(region -> region.tombstones().stream())
                .max(Comparator.comparingLong(TombstoneRun::at));
    }

    private String tombstones(TombstoneRun run) {
        String complete = run.complete().isEmpty()
                ? "tombstones: no run was complete yet"
                : "tombstones: last complete run " + Ages.since(run.complete(), now) + " ago";
        return complete + run.heldBy().map(why -> "; held back: " + why).orElse("");
    }

    private String[] row(Standing.Region region, boolean expelled) {
        return new String[] {
            region.region().name(),
            Ages.since(region.heartbeatAt(), now),
            region.backlog().map(backlog -> Ages.span(now - backlog.at())).orElse("never"),
            region.backlog().map(Backlog::streamMillis).map(Ages::span).orElse("?"),
            (expelled ? "expelled, " : "") + writes(region)
        };
    }

    private static String writes(Standing.Region region) {
        FenceRecord fence = region.fence();
        String state = fence.state().name().toLowerCase(Locale.ROOT);
        String silent = region.answers() ? "" : " (does not answer)";
        String why = fence.byHand()
                .or(fence::byIsolation)
                .map(reason -> " by " + reason.who() + (reason.why().isEmpty() ? "" : ": " + reason.why()))
                .orElse("");
        return state + why + silent;
    }

    private String[] row(Standing.Way way) {
        Direction direction = way.direction();
        return new String[] {
            direction.from().name(),
            direction.to().name(),
            Ages.since(way.heartbeatAt(), now),
            way.owed().map(owed -> Long.toString(owed.keys())).orElse("?"),
            way.owed()
                    .map(owed -> owed.keys() == 0 ? "-" : Ages.span(owed.oldestMillis()))
                    .orElse("?"),
            way.owed()
                    .map(owed -> owed.keys() == 0 ? "-" : Ages.bytes(owed.bytes()))
                    .orElse("?"),
            notes(way, way.owed().orElse(Owed.NOTHING))
        };
    }

    private static String notes(Standing.Way way, Owed owed) {
        Direction direction = way.direction();
        StringBuilder notes = new StringBuilder();
        way.expelled().ifPresent(expulsion -> notes.append("expelled "));
        direction.expelled().ifPresent(note -> notes.append("refused: expelled "));
        direction.paused().ifPresent(note -> notes.append("paused "));
        direction.repair().ifPresent(note -> notes.append("repair needed "));
        if (owed.dead() > 0) {
            notes.append(owed.dead()).append(" dead letters");
        }
        return notes.toString().strip();
    }

    /** For programs. */
    static Map<String, Object> json(Standing standing, List<String> attention, long now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "regions",
                standing.regions().stream()
                        .map(region -> json(region, standing.isExpelled(region.region()), now))
                        .toList());
        json.put(
                "directions",
                standing.ways().stream().map(way -> json(way, now)).toList());
        json.put("attention", attention);
        newest(standing).ifPresent(run -> json.put("tombstones", json(run, now)));
        return json;
    }

    private static Map<String, Object> json(TombstoneRun run, long now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("endedMillisAgo", now - run.at());
        run.complete().ifPresent(at -> json.put("completeMillisAgo", now - at));
        run.heldBy().ifPresent(why -> json.put("heldBy", why));
        return json;
    }

    private static Map<String, Object> json(Standing.Region region, boolean expelled, long now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", region.region().name());
        json.put("answers", region.answers());
        json.put("expelled", expelled);
        region.heartbeatAt().ifPresent(at -> json.put("heartbeatAgeMillis", now - at));
        region.backlog().ifPresent(backlog -> {
            json.put("measuredMillisAgo", now - backlog.at());
            json.put("streamAgeMillis", backlog.streamMillis());
        });
        json.put("fence", region.fence().state().name().toLowerCase(Locale.ROOT));
        json.put("isolated", region.fence().isolation().isolated());
        region.fence().millisToClose().ifPresent(millis -> json.put("timeToFenceMillis", millis));
        region.fence().byHand().or(region.fence()::byIsolation).ifPresent(reason -> {
            json.put("fencedBy", reason.who());
            json.put("fencedWhy", reason.why());
        });
        return json;
    }

    private static Map<String, Object> json(Standing.Way way, long now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", way.direction().from().name());
        json.put("to", way.direction().to().name());
        way.heartbeatAt().ifPresent(at -> json.put("heartbeatAgeMillis", now - at));
        way.owed().ifPresent(owed -> {
            json.put("keys", owed.keys());
            json.put("oldestMillis", owed.oldestMillis());
            json.put("bytes", owed.bytes());
            json.put("dead", owed.dead());
        });
        json.put("paused", way.direction().paused().isPresent());
        json.put("repairNeeded", way.direction().repair().isPresent());
        way.direction().repair().ifPresent(note -> json.put("repairWhy", note.why()));
        json.put("expelled", way.expelled().isPresent());
        json.put("refusedAsExpelled", way.direction().expelled().isPresent());
        return json;
    }
}
