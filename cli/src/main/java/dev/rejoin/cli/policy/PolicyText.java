package dev.rejoin.cli.policy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a policy's file. */
final class PolicyText {
    private PolicyText() {}

    /** @throws IllegalArgumentException if it cannot be read, saying why */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + reason(file, e), e);
        }
    }

    static String reason(Path file, IOException error) {
        if (Files.notExists(file)) {
            return "there is no such file";
        } else if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        return String.valueOf(error.getMessage());
    }
}
