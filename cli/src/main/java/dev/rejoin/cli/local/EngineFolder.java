package dev.rejoin.cli.local;

import dev.rejoin.cli.UnavailableException;
import java.nio.file.Path;

/** Where DynamoDB Local is. */
public final class EngineFolder {
    private EngineFolder() {}

    /**
     * The folder that the script {@code ./rejoin} names.
     *
     * @throws UnavailableException if nobody named one
     */
    public static Path named() {
        String folder = System.getProperty("rejoin.dynamodbLocal");
        if (folder == null || folder.isBlank()) {
            throw new UnavailableException("DynamoDB Local is not there. The script ./rejoin brings it;"
                    + " without the script, name its folder: java -Drejoin.dynamodbLocal=FOLDER -jar rejoin.jar");
        }
        return Path.of(folder);
    }
}
