package dev.rejoin.testkit.sim;

/** Where a run could go on in several ways, it asks. */
@FunctionalInterface
public interface Fork {
    /**
     * The way to take. A run that is given the same answers is the same run.
     *
     * @param ways how many there are, 2 or more
     * @return 0 to below {@code ways}
     */
    int choose(int ways);
}
