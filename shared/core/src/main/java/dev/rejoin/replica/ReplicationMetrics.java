package dev.rejoin.replica;

import dev.rejoin.clock.Actor;

/** What is counted. Must neither block nor throw; a metric that fails never fails replication. */
public interface ReplicationMetrics {
    /** Something countable happened. */
    enum Event {
        /** A plain write was folded. */
        FOLDED,
        /** An own write came by. */
        OWN_WRITE,
        /** A record came again. */
        REPEATED,
        /** A write of ours met a local write that it had not known: what the item shows got a new dot. */
        NIL_WRITE,
        /** A dead item was taken away, or a register was brought in line with the clock. */
        SETTLED,
        /** An item that a delete took without knowing its newest writes is there again, with those. */
        BROUGHT_BACK,
        /** A peer's delete took an item. */
        DELETED,
        /** A key was owed to a peer. */
        HINT,
        /** A conditional write lost a race. */
        LOST_RACE,
        /** The item had local writes still to be folded. */
        DIRTY,
        /** An own write was split because it changed more attributes than one condition can name. */
        SLICED,
        /** Records were missing: all that the item shows was taken for written now. */
        GAP,
        /** An item was asked to be taken in anew. */
        RECOUNT
    }

    void count(Event event, long n);

    /** Values that met at the forwarder or the applier were journalled; the same ones may be found again, and count again. */
    void conflict(Conflict conflict);

    /** A version from that region had this outcome here. */
    void outcome(Outcome outcome);

    /** A write made in that region was committed here, so many milliseconds later. */
    void lag(Actor source, long millis);

    /** Counts nothing. */
    ReplicationMetrics NOOP = new ReplicationMetrics() {
        @Override
        public void count(Event event, long n) {}

        @Override
        public void conflict(Conflict conflict) {}

        @Override
        public void outcome(Outcome outcome) {}

        @Override
        public void lag(Actor source, long millis) {}
    };
}
