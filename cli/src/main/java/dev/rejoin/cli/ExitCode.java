package dev.rejoin.cli;

/** What the command's exit codes mean; the same as in its help. */
public final class ExitCode {
    /** All regions are equal. */
    public static final int OK = 0;
    /** A check failed or regions differ. */
    public static final int DIFFERENT = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** Something that is needed is missing: the local engine, a port, disk. */
    public static final int UNAVAILABLE = 69;
    /** A bug. */
    public static final int SOFTWARE = 70;

    private ExitCode() {}
}
