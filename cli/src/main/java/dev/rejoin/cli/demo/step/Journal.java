package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.output.Show;
import dev.rejoin.replica.Conflict;

/** Conflicts in words. */
final class Journal {
    private Journal() {}

    static String line(Conflict conflict) {
        String loser = Show.value(conflict.loser().value()) + " ("
                + conflict.loser().dot().actor() + ")";
        String winner = conflict.isDelete() ? "the delete" : Show.value(conflict.winningValue());
        return "journal: " + conflict.attribute() + " " + loser + " lost to " + winner + " ("
                + conflict.winner().actor() + ")";
    }
}
