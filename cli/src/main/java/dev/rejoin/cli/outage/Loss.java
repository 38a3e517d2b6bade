package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.clock.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a region has not seen, as far as it is known, of another that does not answer. None of it is lost: it is in the other's
 * table, and arrives when that is back; until then nobody else knows it.
 *
 * @param of the region that does not answer
 * @param heardAt when the heartbeat was written that was heard last
 * @param owed what was still to be sent then, as the region said itself; empty if it never said
 * @param fenced whether it had fenced itself by what was heard last
 */
record Loss(Actor of, Actor at, OptionalLong heardAt, Optional<Owed> owed, boolean fenced) {
    /** For every region that still answers. */
    static List<Loss> all(Standing standing, Actor silent) {
        List<Loss> losses = new ArrayList<>();
        standing.from(silent)
                .filter(way -> standing.region(way.direction().to())
                        .filter(Standing.Region::answers)
                        .isPresent())
                .forEach(way -> losses.add(new Loss(
                        silent,
                        way.direction().to(),
                        way.heartbeatAt(),
                        way.owed(),
                        standing.region(silent).orElseThrow().fence().closedAt().isPresent())));
        return losses;
    }

    String line(long now) {
        String heard = heardAt.isPresent()
                ? "last heard of " + of + " " + Ages.span(now - heardAt.getAsLong()) + " ago ("
                        + Instant.ofEpochMilli(heardAt.getAsLong()) + ")"
                : "never heard of " + of;
        String known = owed.map(what ->
                        ", when " + what.keys() + " keys, about " + Ages.bytes(what.bytes()) + ", were still to come")
                .orElse("");
        return at + " " + heard + known + "; not seen: those, and all that " + of + " took "
                + (fenced ? "before it fenced itself" : "since then");
    }

    Map<String, Object> json(long now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", at.name());
        heardAt.ifPresent(heard -> json.put("heardMillisAgo", now - heard));
        owed.ifPresent(what -> {
            json.put("keys", what.keys());
            json.put("bytes", what.bytes());
        });
        return json;
    }
}
