package dev.rejoin.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where DynamoDB Local is, for tests that need it; without it they are skipped and say so. */
public final class EngineFolder {
    private EngineFolder() {}

    public static Path orSkip() {
        String folder = System.getProperty("rejoin.dynamodbLocal", "");
        Assumptions.assumeTrue(
                !folder.isBlank() && Files.isDirectory(Path.of(folder)),
                "SKIPPED, the commands are not tested: no DynamoDB Local at -Drejoin.dynamodbLocal=" + folder);
        return Path.of(folder);
    }
}
