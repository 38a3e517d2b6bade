package dev.rejoin.outage;

import dev.rejoin.rule.Rule;

/**
 * Whether a region counts as isolated. It takes several looks in a row to change that, in either direction, so that one missed
 * heartbeat changes nothing; and a region that was never with the others is not isolated from them: it is new.
 *
 * @param met whether it was with the others since it is new, or since an operator opened it by hand
 * @param isolated whether it counts as isolated
 * @param looks how many looks in a row said the opposite
 */
public record Isolation(boolean met, boolean isolated, int looks) {
    /** Of a region that nothing is known of. */
    public static final Isolation NEW = new Isolation(false, false, 0);

    /**
     * How many looks in a row it takes.
     *
     * @param toIsolate 2 or more
     * @param toJoin 2 or more
     */
    public record Patience(int toIsolate, int toJoin) {
        /** With a look a minute: two minutes after the bound, and three after the return. */
        public static final Patience DEFAULT = new Patience(2, 3);

        private static final int LEAST = 2;

        /** @throws IllegalArgumentException if one look would do */
        public Patience {
            if (toIsolate < LEAST || toJoin < LEAST) {
                throw new IllegalArgumentException("one look alone must change nothing: " + toIsolate + ", " + toJoin);
            }
        }
    }

    /**
     * After one more look.
     *
     * @param together whether the region saw that it is on a side that goes on
     */
    public Isolation look(boolean together, Patience patience) {
        if (together == !isolated) {
            return new Isolation(met || together, isolated, 0);
        } else if (!met) {
            return this;
        }
        int needed = isolated ? patience.toJoin : patience.toIsolate;
        if (looks + 1 >= (Rule.ONE_MISSED_BEAT.holds() ? needed : 1)) {
            return new Isolation(true, !isolated, 0);
        }
        return new Isolation(true, isolated, looks + 1);
    }

    /** After an operator opened the region by hand: it is not fenced again before it has met the others. */
    public Isolation disarmed() {
        return NEW;
    }
}
