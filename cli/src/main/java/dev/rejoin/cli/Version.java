package dev.rejoin.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String built = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "rejoin " + (built == null ? "(not from a jar)" : built),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
        };
    }
}
