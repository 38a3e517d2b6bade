package dev.rejoin.cli.chaos.run;

import dev.rejoin.cli.chaos.fault.Fault;

/** Hears how a run goes on. Must not block. */
public interface ChaosListener {
    /** A fault begins. */
    default void happened(Fault fault) {}

    /** Somebody looked at everything. */
    default void sampled(Sample sample) {}

    /** Writers stop, faults end. */
    default void healing() {}

    /** It has come to rest, or has taken too long. */
    default void auditing() {}
}
