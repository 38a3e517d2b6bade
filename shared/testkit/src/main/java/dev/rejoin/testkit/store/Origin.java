package dev.rejoin.testkit.store;

/** Who made a write; only tests can tell, the protocol has to find out. */
public enum Origin {
    /** An application, or the table's TTL. */
    PLAIN,
    /** The replication protocol. */
    OWN
}
