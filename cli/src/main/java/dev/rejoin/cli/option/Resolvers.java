package dev.rejoin.cli.option;

import dev.rejoin.aws.policy.PolicyContext;
import dev.rejoin.aws.policy.TimedResolver;
import dev.rejoin.policy.ConflictResolver;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of a command line that says where the table owner's resolvers are. */
public final class Resolvers implements AutoCloseable {
    @Option(
            names = "--resolvers",
            paramLabel = "JAR",
            split = ",",
            description =
                    "Jars, or directories of classes, with the table owner's resolvers, which policies name as custom:NAME.")
    private List<Path> jars = new ArrayList<>();

    private @Nullable URLClassLoader loader;

    /** Made by the command line's parser. */
    public Resolvers() {}

    /** Whether there are jars. */
    public boolean areGiven() {
        return !jars.isEmpty();
    }

    /**
     * Those that the jars offer, and those on the command's own class path. Their classes are there until this is closed.
     *
     * @throws IllegalArgumentException if a jar is not there, offers none, or one cannot be made
     */
    public List<ConflictResolver> load() {
        ClassLoader here = Resolvers.class.getClassLoader();
        List<ConflictResolver> always = PolicyContext.resolvers(here);
        if (jars.isEmpty()) {
            return always;
        }
        loader = new URLClassLoader(jars.stream().map(Resolvers::url).toArray(URL[]::new), here);
        List<ConflictResolver> found = found(loader);
        if (found.size() <= always.size()) {
            throw new IllegalArgumentException(
                    "--resolvers: " + jars + " offers no resolver; a jar names them in META-INF/services/"
                            + ConflictResolver.class.getName() + ", one class a line");
        }
        return found;
    }

    /** These as functions use them: whoever takes too long has failed. */
    public static List<ConflictResolver> timed(List<ConflictResolver> found) {
        return TimedResolver.all(found, TimedResolver.DEFAULT_DEADLINE);
    }

    private List<ConflictResolver> found(ClassLoader from) {
        try {
            List<ConflictResolver> found = PolicyContext.resolvers(from);
            found.forEach(ConflictResolver::name);
            return found;
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw new IllegalArgumentException(
                    "--resolvers: a resolver of " + jars + " cannot be made: " + e
                            + (e.getCause() == null ? "" : " (" + e.getCause() + ")")
                            + "; it needs a public class with a public constructor without parameters",
                    e);
        }
    }

    private static URL url(Path jar) {
        if (!Files.isReadable(jar)) {
            throw new IllegalArgumentException("--resolvers: cannot read " + jar);
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("--resolvers: " + jar + " is no file", e);
        }
    }

    @Override
    public void close() {
        if (loader != null) {
            try {
                loader.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
