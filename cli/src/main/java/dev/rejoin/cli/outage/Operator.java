package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.outage.FenceRecord.Reason;
import picocli.CommandLine.Option;

/** Who does something, and why: it stays in the control table. */
final class Operator {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who does it, for those who look later. Default: the user's name here.")
    private String who = "";

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Why, for those who look later.")
    private String why = "";

    Note note(long now) {
        return new Note(now, who, why);
    }

    /** For the record's history. */
    String remark(String what) {
        return what + " by " + who + (why.isEmpty() ? "" : ": " + why);
    }

    Reason reason(long now) {
        return new Reason(now, who, why);
    }
}
