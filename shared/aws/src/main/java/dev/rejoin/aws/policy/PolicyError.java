package dev.rejoin.aws.policy;

/**
 * Something that is wrong in a policy file.
 *
 * @param line from 1; 0 if it is about the file as a whole
 * @param message what is wrong, and what it should be
 */
public record PolicyError(int line, String message) {
    @Override
    public String toString() {
        return line == 0 ? message : "line " + line + ": " + message;
    }
}
