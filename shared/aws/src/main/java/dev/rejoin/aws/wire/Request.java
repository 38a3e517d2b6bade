package dev.rejoin.aws.wire;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.clock.Actor;
import java.util.List;

/**
 * What one region asks of another.
 *
 * @param kind what is asked
 * @param table of which table
 * @param from who asks
 * @param to who is asked
 * @param cargo what was sent, in its order; empty for a ping
 */
public record Request(Kind kind, TableRole table, Actor from, Actor to, List<Cargo> cargo) {
    /** What is asked. */
    public enum Kind {
        /** To take these versions. */
        APPLY,
        /** To answer. */
        PING
    }

    public Request {
        cargo = List.copyOf(cargo);
    }
}
