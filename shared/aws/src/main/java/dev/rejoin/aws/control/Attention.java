package dev.rejoin.aws.control;

import dev.rejoin.aws.backlog.Retention;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What of a table's standing needs somebody, in words; nothing if all is well. */
public final class Attention {
    private final Retention retention;
    private final long boundMillis;
    private final long now;
    private final List<String> needed = new ArrayList<>();

    private Attention(Retention retention, long boundMillis, long now) {
        this.retention = retention;
        this.boundMillis = boundMillis;
        this.now = now;
    }

    /**
     * What needs somebody.
     *
     * @param bound the age from which a heartbeat, or what is owed, is worth a look
     * @param now milliseconds since 1970
     */
    public static List<String> of(Standing standing, Retention retention, Duration bound, long now) {
        Attention attention = new Attention(retention, bound.toMillis(), now);
        for (Standing.Region region : standing.regions()) {
            if (standing.isExpelled(region.region())) {
                attention.expelled(region.region(), standing);
            } else {
                attention.region(region);
            }
        }
        standing.ways().stream()
                .filter(way -> !standing.isExpelled(way.direction().from())
                        && !standing.isExpelled(way.direction().to()))
                .forEach(attention::way);
        return List.copyOf(attention.needed);
    }

    /** Nothing else of it needs anybody: it is away, and nothing is owed to it. */
    private void expelled(Actor region, Standing standing) {
        List<Actor> by = new ArrayList<>();
        List<Actor> notBy = new ArrayList<>();
        standing.ways().stream()
                .filter(way -> way.direction().to().equals(region))
                .forEach(way -> (way.expelled().isPresent() ? by : notBy)
                        .add(way.direction().from()));
        List<Actor> missing =
                notBy.stream().filter(other -> !standing.isExpelled(other)).toList();
        needed.add(region + " is expelled by " + by
                + (missing.isEmpty() ? "" : ", but not by " + missing + ": run rejoin regions expel again")
                + "; it comes back by rejoin regions restored");
    }

    private void region(Standing.Region region) {
        String name = region.region().name();
        if (!region.answers()) {
            needed.add(name + " does not answer; what is shown of it is what others heard last");
        } else if (isOld(region.heartbeatAt())) {
            needed.add(name + " writes no heartbeats: its sentinel does not run, and nothing of it is measured");
        }
        if (region.fence().state() != State.OPEN) {
            needed.add(name + " is " + region.fence().state().name().toLowerCase(java.util.Locale.ROOT));
        } else if (region.fence().isolation().isolated()) {
            needed.add(name + " is cut off from the others, and open");
        }
        region.backlog().ifPresent(backlog -> stream(name, backlog.streamMillis()));
    }

    private void stream(String name, long age) {
        if (retention.losesRecords(age)) {
            needed.add(name + " has records that its stream forgot before they were forwarded: get the forwarder going,"
                    + " then run rejoin repair");
        } else if (retention.warnsOfRecords(age)) {
            needed.add(name + " has not forwarded records that its stream forgets in "
                    + retention.stream().minusMillis(age).toMinutes() + " minutes: get the forwarder going");
        } else if (age > boundMillis) {
            needed.add(name + " is behind its stream");
        }
    }

    private void way(Standing.Way way) {
        Direction direction = way.direction();
        String name = direction.from() + " to " + direction.to();
        direction
                .repair()
                .ifPresent(note -> needed.add(name + ": repair needed, " + note.why() + "; run rejoin repair"));
        direction.paused().ifPresent(note -> needed.add(name + ": paused by " + note.who()));
        direction
                .expelled()
                .ifPresent(note -> needed.add(name + ": " + note.why() + "; what is owed there waits for that"));
        way.owed().ifPresent(owed -> {
            if (owed.dead() > 0) {
                needed.add(name + ": dead letters; redrive them");
            }
            if (owed.keys() > 0 && owed.oldestMillis() > boundMillis) {
                needed.add(name + ": keys owed for long");
            }
        });
        if (isOld(way.heartbeatAt())) {
            needed.add(name + ": no heartbeat arrives");
        }
    }

    private boolean isOld(OptionalLong at) {
        return at.isPresent() && now - at.getAsLong() > boundMillis;
    }
}
