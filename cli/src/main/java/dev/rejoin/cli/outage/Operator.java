package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.cli.option.Doer;
import dev.rejoin.outage.FenceRecord.Reason;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who does something, and why: it stays in the control table. */
final class Operator {
    @Mixin
    private final Doer doer = new Doer();

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Why, for those who look later.")
    private String why = "";

    Note note(long now) {
        return new Note(now, doer.name(), why);
    }

    /** For the record's history. */
    String remark(String what) {
        return what + " by " + doer.name() + (why.isEmpty() ? "" : ": " + why);
    }

    Reason reason(long now) {
        return new Reason(now, doer.name(), why);
    }
}
