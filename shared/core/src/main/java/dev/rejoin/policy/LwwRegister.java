package dev.rejoin.policy;

import dev.rejoin.version.Cell;
import dev.rejoin.version.VersionBuilder;

/** Last writer wins, by hybrid logical time. Takes values of every type. */
public final class LwwRegister implements AttributePolicy {
    /** There is nothing to configure. */
    public static final LwwRegister INSTANCE = new LwwRegister();

    private LwwRegister() {}

    @Override
    public String name() {
        return "lww";
    }

    @Override
    public void fold(PlainChange change, VersionBuilder into) {
        into.register(change.attribute(), Cell.of(change.dot(), change.after()));
        Counts.bringToZero(change.attribute(), change.dot(), into);
    }
}
