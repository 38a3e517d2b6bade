package dev.rejoin.aws.metrics;

import static dev.rejoin.aws.metrics.MetricName.Dimension.DESTINATION;
import static dev.rejoin.aws.metrics.MetricName.Dimension.SOURCE;
import static dev.rejoin.aws.metrics.MetricName.Dimension.TABLE;

import dev.rejoin.replica.Outcome;
import java.util.List;
import java.util.stream.Stream;

/** All metrics, and the one place of their names. Alarms, dashboard and documents are tested against it. */
public enum MetricName {
    /** From a write in its region to its commit here. */
    REPLICATION_LAG("ReplicationLag", Unit.MILLISECONDS, TABLE, SOURCE, DESTINATION),
    /** Versions that an item here now is as they say. */
    OUTCOMES_APPLIED("OutcomesApplied", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Versions that were merged with this region's own writes. */
    OUTCOMES_MERGED("OutcomesMerged", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Versions that were known already. */
    OUTCOMES_STALE("OutcomesStale", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Versions that have to come again later. */
    OUTCOMES_WAIT("OutcomesWait", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Versions that were not accepted. */
    OUTCOMES_REFUSED("OutcomesRefused", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Versions that a peer asked to have again later; seen by the sender. */
    WAITS("Waits", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Versions that a peer did not accept; seen by the sender. */
    REFUSED("Refused", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Keys owed to a peer. */
    HINTS("Hints", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Concurrent values that met here and were journalled. */
    CONFLICTS("Conflicts", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: a concurrent write of the attribute was preferred. */
    CONFLICT_REASON_CONCURRENT("ConflictsConcurrent", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: what is shown was made of several values, and is none of them. */
    CONFLICT_REASON_COMBINED("ConflictsCombined", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: a delete of the item took the value. */
    CONFLICT_REASON_DELETED("ConflictsDeleted", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: the attribute was counted up meanwhile. */
    CONFLICT_REASON_COUNTER("ConflictsCounted", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: an insert of ours brought a value that a delete had taken already. */
    CONFLICT_REASON_UNDONE("ConflictsUndone", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: the table owner's resolver failed. */
    CONFLICT_REASON_FAILED("ConflictsResolverFailed", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: a value was too much to be kept with the item. */
    CONFLICT_REASON_SPILLED("ConflictsSpilled", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: a reason of a newer release. */
    CONFLICT_REASON_OTHER("ConflictsOtherReason", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by lww. */
    CONFLICT_POLICY_LWW("ConflictsByLww", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by item: lww. */
    CONFLICT_POLICY_ITEM("ConflictsByItem", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by counter. */
    CONFLICT_POLICY_COUNTER("ConflictsByCounter", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by set. */
    CONFLICT_POLICY_SET("ConflictsBySet", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by list. */
    CONFLICT_POLICY_LIST("ConflictsByList", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by map. */
    CONFLICT_POLICY_MAP("ConflictsByMap", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by siblings. */
    CONFLICT_POLICY_SIBLINGS("ConflictsBySiblings", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by max. */
    CONFLICT_POLICY_MAX("ConflictsByMax", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by min. */
    CONFLICT_POLICY_MIN("ConflictsByMin", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by true-wins or false-wins. */
    CONFLICT_POLICY_BOOLEAN("ConflictsByBoolean", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by a resolver of the owner. */
    CONFLICT_POLICY_CUSTOM("ConflictsByCustom", Unit.COUNT, TABLE, DESTINATION),
    /** Of the conflicts: settled by any other policy. */
    CONFLICT_POLICY_OTHER("ConflictsByOtherPolicy", Unit.COUNT, TABLE, DESTINATION),
    /** Plain writes that were captured from the stream. */
    CHANGES("Changes", Unit.COUNT, TABLE, SOURCE),
    /** Conditional writes here for each plain write of a batch. */
    WRITES_PER_CHANGE("WritesPerChange", Unit.NONE, TABLE, SOURCE),
    /** Stream records that can never be handled, and were put aside. */
    POISON("Poison", Unit.COUNT, TABLE, SOURCE),
    /** Batches and requests that wait because the table's policy cannot be read or understood. */
    POLICY_WAITS("PolicyWaits", Unit.COUNT, TABLE, SOURCE),
    /** Batches and requests that wait because another table is in the place of the one that is replicated. */
    TABLE_REPLACED("TableReplaced", Unit.COUNT, TABLE, SOURCE),
    /** How far a peer's clock is from the clock here, either way. */
    CLOCK_SKEW("ClockSkew", Unit.MILLISECONDS, TABLE, SOURCE, DESTINATION),
    /** Since a peer wrote the newest heartbeat that arrived here. */
    HEARTBEAT_AGE("HeartbeatAge", Unit.MILLISECONDS, TABLE, SOURCE, DESTINATION),
    /** Heartbeats written here; silence means that the sentinel is dead. */
    HEARTBEATS("Heartbeats", Unit.COUNT, TABLE, SOURCE),
    /** Keys that a peer is owed now. */
    BACKLOG_KEYS("BacklogKeys", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** Since the oldest key that a peer is owed. */
    BACKLOG_AGE("BacklogAge", Unit.MILLISECONDS, TABLE, SOURCE, DESTINATION),
    /** What that is about to weigh. */
    BACKLOG_BYTES("BacklogBytes", Unit.BYTES, TABLE, SOURCE, DESTINATION),
    /** How old the oldest stream record is that is not forwarded. */
    STREAM_AGE("StreamAge", Unit.MILLISECONDS, TABLE, SOURCE),
    /** 1 while a direction is paused by an operator, or else 0. */
    PAUSED("Paused", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** 1 while a direction has to be repaired, or else 0. */
    REPAIR_NEEDED("RepairNeeded", Unit.COUNT, TABLE, SOURCE, DESTINATION),
    /** 1 while a region counts as cut off, or else 0. */
    ISOLATED("Isolated", Unit.COUNT, TABLE, SOURCE),
    /** 1 while a region is proved to refuse its applications' writes, or else 0. */
    FENCED("Fenced", Unit.COUNT, TABLE, SOURCE),
    /** From the decision to fence until probes proved that no write is accepted. */
    TIME_TO_FENCE("TimeToFence", Unit.MILLISECONDS, TABLE, SOURCE),
    /** Days since a run of {@code rejoin tombstones} in which no region held anything back. */
    TOMBSTONES_HELD("TombstonesHeldDays", Unit.DAYS, TABLE, SOURCE);

    /** CloudWatch's namespace of all of them. */
    public static final String NAMESPACE = "Rejoin";

    private final String text;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // A copy that cannot be changed.
    private final List<Dimension> dimensions;

    MetricName(String text, Unit unit, Dimension... dimensions) {
        this.text = text;
        this.unit = unit;
        this.dimensions = List.of(dimensions);
    }

    /** In what a metric is measured; {@link #text} is CloudWatch's word. */
    public enum Unit {
        MILLISECONDS("Milliseconds"),
        COUNT("Count"),
        BYTES("Bytes"),
        /** CloudWatch has no such unit; in days an alarm's threshold is what its owner was asked for. */
        DAYS("None"),
        NONE("None");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** By what a metric is told apart. */
    public enum Dimension {
        /** The applications' table, also for what belongs to its control table. */
        TABLE("Table"),
        /** The region where the write, the hint or the heartbeat came from. */
        SOURCE("Source"),
        /** The region where it goes. */
        DESTINATION("Destination");

        private final String text;

        Dimension(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The name in CloudWatch. */
    public String text() {
        return text;
    }

    public Unit unit() {
        return unit;
    }

    /** In the order of {@link Dimension}. */
    public List<Dimension> dimensions() {
        return dimensions;
    }

    /** The dimensions' names in CloudWatch. */
    public List<String> dimensionNames() {
        return dimensions.stream().map(Dimension::text).toList();
    }

    /** The metric that counts outcomes of this kind. */
    public static MetricName of(Outcome.Kind kind) {
        return switch (kind) {
            case APPLIED -> OUTCOMES_APPLIED;
            case MERGED -> OUTCOMES_MERGED;
            case STALE -> OUTCOMES_STALE;
            case WAIT -> OUTCOMES_WAIT;
            case REFUSED -> OUTCOMES_REFUSED;
        };
    }

    /** All names in CloudWatch. */
    public static List<String> texts() {
        return Stream.of(values()).map(MetricName::text).toList();
    }
}
