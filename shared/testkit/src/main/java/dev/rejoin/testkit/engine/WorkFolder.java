package dev.rejoin.testkit.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder for what the engine prints and unpacks. */
record WorkFolder(Path path) {
    private static final int LAST_LINES = 12;

    static WorkFolder create() {
        try {
            return new WorkFolder(Files.createTempDirectory("rejoin-engine-"));
        } catch (IOException e) {
            throw new EngineException(
                    "No temporary folder for DynamoDB Local in " + System.getProperty("java.io.tmpdir")
                            + ": is the disk full, or is the folder not writable? (" + e.getMessage() + ")",
                    e);
        }
    }

    Path output() {
        return path.resolve("output.txt");
    }

    /** The end of what the engine printed, indented. */
    String lastOutput() {
        try {
            // Not readString: output in the platform's charset must not fail a message about failure.
            String text = new String(Files.readAllBytes(output()), StandardCharsets.ISO_8859_1);
            List<String> lines = text.lines().toList();
            return lines.isEmpty() ? "  (it printed nothing)" : tail(lines);
        } catch (IOException e) {
            return "  (its output cannot be read: " + e.getMessage() + ")";
        }
    }

    private static String tail(List<String> lines) {
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return String.join("\n", last).indent(2).stripTrailing();
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(WorkFolder::deleteQuietly);
        } catch (IOException | UncheckedIOException e) {
            // It is temporary; the system clears it away.
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // As above; on Windows a library that was loaded stays locked for a moment.
        }
    }
}
