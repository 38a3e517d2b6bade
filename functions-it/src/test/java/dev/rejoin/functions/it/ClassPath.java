package dev.rejoin.functions.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a function's process is started with. */
final class ClassPath {
    private ClassPath() {}

    /** The packaged functions under AWS's runtime interface client. */
    static List<Path> functions() {
        return withRuntime(Path.of(System.getProperty("rejoin.functionsJar")));
    }

    /** The empty handler under AWS's runtime interface client. */
    static List<Path> empty() {
        return withRuntime(Path.of(System.getProperty("rejoin.emptyClasses")));
    }

    private static List<Path> withRuntime(Path code) {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("rejoin.runtime")))) {
            List<Path> all = new ArrayList<>(jars.sorted().toList());
            all.add(code);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
