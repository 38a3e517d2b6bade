package dev.rejoin.cli.policy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolvers as a table's owner would write and pack them. */
public final class Jar {
    private Jar() {}

    /** The longest text, of two of one length the one that sorts last. Keeps the laws. */
    public static final class Longest implements ConflictResolver {
        @Override
        public String name() {
            return "longest";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            return Stream.of(older, newer)
                    .max(Comparator.comparingInt((Candidate one) -> text(one).length())
                            .thenComparing(Jar::text))
                    .orElseThrow()
                    .value();
        }
    }

    /** One text behind the other: depends on the order, and on how often. */
    public static final class Joined implements ConflictResolver {
        @Override
        public String name() {
            return "joined";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            return older.value() instanceof Value.S a && newer.value() instanceof Value.S b
                    ? new Value.S(a.text() + b.text())
                    : newer.value();
        }
    }

    /** Finds no end where a value is absent, until it is interrupted. */
    public static final class Hanging implements ConflictResolver {
        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            while (older.value() == null && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return newer.value();
        }
    }

    /** Knows no answer. */
    public static final class Throwing implements ConflictResolver {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            throw new IllegalStateException("no idea");
        }
    }

    /** Cannot be made. */
    public static final class Failing implements ConflictResolver {
        public Failing() {
            throw new IllegalStateException("no configuration");
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            return newer.value();
        }
    }

    private static String text(ConflictResolver.Candidate candidate) {
        return Objects.toString(candidate.value(), "");
    }

    /** A jar with these classes, which its services name. */
    public static Path of(Path folder, Class<?>... resolvers) throws IOException {
        Path jar = Files.createTempFile(folder, "resolvers", ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> resolver : resolvers) {
                String entry = resolver.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = Jar.class.getResourceAsStream("/" + entry)) {
                    Objects.requireNonNull(in).transferTo(out);
                }
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + ConflictResolver.class.getName()));
            out.write(Stream.of(resolvers)
                    .map(Class::getName)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
