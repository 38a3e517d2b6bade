package dev.rejoin.rule;

import org.jspecify.annotations.Nullable;

/**
 * The rules that the protocol stands on, each of which loses or invents data when it is broken. The code asks
 * {@link #holds()} where it follows one, and tests break one at a time to prove that they would notice. Nothing outside of
 * this package can break a rule; the test kit has a class in it.
 */
public enum Rule {
    HLC_BUMP("dots take the wall clock as it is, not above what was seen"),
    SEQUENCE_CHECK("a record repeated after a crash is folded again"),
    ECHO_KNOWN("the protocol's own writes count as plain ones"),
    STALE_CLOCK_PLAIN("any new clock on an item counts as the protocol's write, also one that an application put back"),
    OWN_WRITES_DIFFER("an own write that repeats an earlier one carries the same clock and is taken for a plain one"),
    FOREIGN_CLOCK_IGNORED("a clock that an application copied from another item or table counts as the item's own"),
    ECHO_DESCRIBES("an echo that did not know all earlier folds does not become the description"),
    DIRTY_WAITS("a peer's version is applied over plain writes that are not folded yet"),
    CLOCK_CONDITION("an applied write does not require the clock that was read"),
    VALUE_CONDITION("an applied write does not require the attributes that it changes to be as read"),
    DELETE_MARKED("an applied delete removes the item without saying dead first"),
    SETTLE("the forwarder never brings the item in line with the clock"),
    LOST_KEPT("writes that an applied delete did not know are not kept"),
    TOMBSTONE_READ("the applier ignores the shadow of an absent item"),
    UNFOLDED_DELETE_WAITS("the applier inserts although a delete is still to be folded"),
    TOMBSTONE_CHECKED("the applier writes a tombstone without checking that the item is still absent"),
    DELETE_TAKES_OLDER("a delete does not drop the attributes older than it"),
    COUNTER_SUMS("merge takes the counter of the newest contribution, not all contributions"),
    HINT_SEEN("the courier removes a hint without checking that it is the one it served"),
    FORWARD_BEFORE_CHECKPOINT("the forwarder checkpoints before it forwards"),
    RETRY_OWED("a repeated record is skipped without owing the peers"),
    LOSER_JOURNALLED("a concurrent value that loses is not journalled"),
    LOSERS_SHOWN(
            "what an own write brought is journalled without its value, if a delete that it did not know takes it"),
    OVERTAKEN_TOLD(
            "what a delete of ours took goes without a word if an application puts the item anew before it is back"),
    CLOCK_BOUND("a version from a clock that runs ahead is merged"),
    GAP_NOTICED("a record is folded although records before it are missing"),
    RECOUNT("items whose records the stream no longer has are never taken in"),
    BIRTHS_BURIED("an item that an application puts back after it was deleted counts as the protocol's insert"),
    OLD_CLOCK_PLAIN("a clock of ours counts as ours, however long after it was made an application puts it back"),
    DEAD_EVERYWHERE("a tombstone is forgotten although a region has not heard of the delete"),
    DEAD_LONG("a tombstone is forgotten as soon as all regions have it, when what is older may still be under way"),
    UNMOVED_SINCE(
            "how long a tombstone has been there counts from when it was looked at first, whatever came in meanwhile"),
    COUNTS_STAY("the tombstone of an item that counted is forgotten"),
    BARRIERS_STAY("the tombstone of a delete that wins is forgotten"),
    REMOVED_EVERYWHERE("removed attributes are forgotten although a region has not heard of what is as old"),
    REMOVED_LONG(
            "removed attributes are forgotten as soon as all regions have them, when what is older may still be under way"),
    PRUNING_TOLD("that removed attributes were forgotten is not told to the other regions"),
    DEAD_SETTLED("an item that was marked dead, but never folded, is left where it is"),
    SLICE_WITHOUT_VECTOR("a part of a wide write claims to have seen all of it"),
    ORIGINS_OLDEST("what an item showed before its replication counts as written when it is first seen"),
    ORIGINS_AGREE("two regions that had the same value before their replication are in conflict"),
    ORIGINS_COUNT_ONCE("what a counter showed before its replication counts as added by its region"),
    INCARNATION_TAKEN("a table that was restored from a backup goes on under the name of the one that is gone"),
    FOUND_BY_EARLIER("what a restored table shows beyond its clocks counts as written by the region that found it"),
    FOUND_IN_PLACE("what a restored table shows beyond its clocks counts as newer than everything that they know"),
    EVERYBODY_OWES("of a restored table, only the other regions owe what they have, and not each other"),
    OWED_TWICE("of a restored table, everything is owed once, when what the items' clocks know may not be folded"),
    ROWS_FORGOTTEN("a restored table keeps the rows of the one that is gone"),
    IMPRINTED("an expelled region comes back without what its rows knew of its items"),
    GONE_BURIED("the row of an item that went before an expelled region came back waits for the delete's record"),
    DEAD_ROWS_STAY("an expelled region that comes back does not know what it had deleted"),
    RETURNED_SINCE("an expelled region that comes back folds again what it had folded before"),
    LOOKED_AGAIN("what is on its way at the first look counts as a difference"),
    LOST_TAKEN_IN("repair owes items whose records were lost without having them taken in first"),
    ABSENT_OWED("repair owes only items that are there, so a delete that a peer missed stays missed"),
    CONTEXT_COMPARED("what was seen of a multi-value register is not written down if its siblings stay the same"),
    BARRIER_TAKES_UNSEEN("a delete that wins does not take newer writes that had not seen it"),
    MULTIS_WHOLE("a part of a wide write changes multi-value registers without what was seen of them"),
    PUT_BACK_TAKEN_IN("an item that was put back with a clock of which the records were lost is waited for"),
    TEXT_REPLACED("what is no number is left where a counter shall show, or added to"),
    UNSHOWN_KEPT("counters that a tombstone brings count as shown by the records that are still to be folded"),
    DESCRIPTION_KEPT(
            "a peer's delete takes the place of what the row says of an item whose delete is still to be folded"),
    FOLDED_UNSEEN_WAITS(
            "an item whose own write did not know what was folded meanwhile counts as what both say together"),
    KEPT_BEFORE_TAKEN(
            "of two values, the newer stands, though a delete takes it, before one that was kept from the delete"),
    ADDITIONS_ARE_NEWS("that a region kept an item, spilled a value or saw a resolver fail is not told to the others"),
    FALLBACK_SAID("where a resolver fails, the newest value is shown without a word in the clock"),
    SPILLED_EVERYWHERE("a value that one region has spilled is shown by those that still have it"),
    UNSEEN_STANDS("of an attribute that keeps concurrent values, a newer write takes what it had not seen"),
    ELEMENTS_STAY("a write of a set counts as the addition of every element that it leaves"),
    APPENDS_ONLY("a write of a list writes again what it leaves as it was"),
    PLACES_KEPT("what takes the place of an element of a list, or is put between two, goes to the end"),
    PATHS_ALONE("a write of a nested map writes every path of it"),
    HIGHEST_SHOWN("of concurrent values max shows the newest"),
    LOWEST_SHOWN("of concurrent values min shows the newest"),
    TRUE_SHOWN("of concurrent booleans true-wins shows the newest"),
    FALSE_SHOWN("of concurrent booleans false-wins shows the newest"),
    RESOLVER_GETS_ALL("of more than two concurrent values a resolver gets the newest two"),
    WHOLE_ITEM_TAKEN("a write that replaces the whole item leaves the attributes that it does not name"),
    SIBLINGS_KEPT("of an item that is kept from a delete, what keeps several values goes"),
    SPILLED_NOT_KEPT(
            "a value that only the journal has is kept from a delete, as a write that the journal does not name"),
    TWINS_TOGETHER("a write of a list takes what another region kept of an element that it leaves"),
    CLEARED_FIRST(
            "where items are kept from deletes, a wide write removes what one takes in parts, which are kept from the next"),
    OVERTAKEN_BY_KEPT_TOLD(
            "a value that loses to one to which it had stood before, as that was kept, is not journalled"),
    KEPT_FOLDED_FIRST("what a region kept is sent before it is folded, when only the item knows of it"),
    KEPT_IS_SEEN("a region that keeps several values from a delete has not seen that it did"),
    ITEM_KEPT("a region that holds a newer write than a delete does not keep the rest of the item"),
    FORMER_KNOWN("a region that left is a stranger, and so are its writes"),
    ONE_MISSED_BEAT("a region counts as isolated after one look that did not see the others"),
    FENCE_PROVED("a region counts as fenced as soon as its gate was told to close"),
    PAUSE_OWES("what is to go over a paused direction counts as delivered"),
    FAILOVER_FENCES("a region takes over while the other still takes writes"),
    FAILOVER_DRAINS("a region takes over before the other has forwarded all that it took"),
    FAILOVER_OWES_NOTHING("a region takes over although the other still owes it something"),
    OWED_AFTER_DRAIN("what is owed at a failover is measured before everything was forwarded"),
    FAILOVER_ASKS_OTHERS("a region takes over without what the other shows of a third one");

    private static volatile @Nullable Rule broken;

    private final String whenBroken;

    Rule(String whenBroken) {
        this.whenBroken = whenBroken;
    }

    /** Whether the rule is followed: always, but in a test that plants the bug. */
    public boolean holds() {
        return broken != this;
    }

    /** What happens instead when the rule is broken. */
    public String whenBroken() {
        return whenBroken;
    }

    /** Breaks one rule in this whole process, or none if null. */
    static void breakOnly(@Nullable Rule rule) {
        broken = rule;
    }
}
