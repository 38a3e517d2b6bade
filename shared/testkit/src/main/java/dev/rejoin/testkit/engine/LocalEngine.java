package dev.rejoin.testkit.engine;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * DynamoDB Local in a process of its own, with its data in memory. Each region and access key that a client names is a database
 * apart. The process ends with {@link #close} or with this JVM; whatever it wrote to disk goes with it.
 */
public final class LocalEngine implements AutoCloseable {
    private static final String MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(2);
    private static final Duration END_DEADLINE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;
    private static final int FREE_PORT_TRIES = 3;

    private final URI endpoint;
    private final Process process;
    private final WorkFolder work;
    private final Thread atExit = new Thread(this::end, "end-dynamodb-local");

    private LocalEngine(URI endpoint, Process process, WorkFolder work) {
        this.endpoint = endpoint;
        this.process = process;
        this.work = work;
    }

    /**
     * Starts the engine and waits until it answers; at most a minute.
     *
     * @param folder where its jars are, as {@code shared/dynamodb-local} puts them there
     * @param port 1 to 65535, or 0 for any free one
     * @throws EngineException with a message for people: folder or Java missing, port taken, died with these last words
     */
    public static LocalEngine start(Path folder, int port) {
        return start(folder, port, words -> words);
    }

    /**
     * Starts the engine by another command line, and waits until it answers; at most a minute.
     *
     * @param folder where its jars are, as {@code shared/dynamodb-local} puts them there
     * @param port 1 to 65535, or 0 for any free one
     * @param command makes the command line from the usual one; it has to end as that process
     * @throws EngineException with a message for people: folder or Java missing, port taken, died with these last words
     */
    public static LocalEngine start(Path folder, int port, UnaryOperator<List<String>> command) {
        checkFolder(folder);
        if (port != 0) {
            checkFree(port);
            return startOn(folder, port, command);
        }
        EngineException last = new EngineException("No free port was found.");
        for (int i = 0; i < FREE_PORT_TRIES; i++) {
            int free = freePort();
            try {
                return startOn(folder, free, command);
            } catch (EngineException e) {
                if (isFree(free)) {
                    throw e;
                }
                // Somebody took the port between the look and the start.
                last = e;
            }
        }
        throw last;
    }

    /** Where it answers, as {@code http://localhost:8000}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The process, for whoever has to show or to kill it. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Where it keeps what it unpacks and prints, while it runs. */
    Path workFolder() {
        return work.path();
    }

    /** Ends the process and removes what it left. May be called again. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook does the same as what follows.
        }
        end();
    }

    private static LocalEngine startOn(Path folder, int port, UnaryOperator<List<String>> command) {
        WorkFolder work = WorkFolder.create();
        URI endpoint = URI.create("http://localhost:" + port);
        LocalEngine engine = new LocalEngine(endpoint, launch(command.apply(words(folder, port, work)), work), work);
        Runtime.getRuntime().addShutdownHook(engine.atExit);
        try {
            engine.awaitAnswer();
            return engine;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static List<String> words(Path folder, int port, WorkFolder work) {
        Path java = Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
        return List.of(
                java.toString(),
                // It unpacks its native library there, so that the library goes when the engine goes.
                "-Djava.io.tmpdir=" + work.path(),
                "-cp",
                folder.toAbsolutePath() + File.separator + "*",
                MAIN,
                "-inMemory",
                "-disableTelemetry",
                "-port",
                Integer.toString(port));
    }

    private static Process launch(List<String> command, WorkFolder work) {
        try {
            return new ProcessBuilder(command)
                    .directory(work.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(work.output().toFile())
                    .start();
        } catch (IOException e) {
            work.delete();
            throw new EngineException(
                    "DynamoDB Local needs Java, and " + command.get(0) + " does not start: " + e.getMessage(), e);
        }
    }

    private void awaitAnswer() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(ANSWER_DEADLINE).build();
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!answers(client)) {
            if (!process.isAlive()) {
                throw new EngineException("DynamoDB Local ended with exit code " + process.exitValue()
                        + " instead of starting. Its last words:\n" + work.lastOutput());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new EngineException("DynamoDB Local did not answer at " + endpoint + " within "
                        + START_DEADLINE.toSeconds() + " s. Its last words:\n" + work.lastOutput());
            }
            pause();
        }
    }

    /** Any answer will do: without a signed request that is an error, in the engine's own words. */
    private boolean answers(HttpClient client) {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint).timeout(ANSWER_DEADLINE).build();
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
            return process.isAlive();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static EngineException interrupted() {
        Thread.currentThread().interrupt();
        return new EngineException("Interrupted while DynamoDB Local was starting.");
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        work.delete();
    }

    private static void checkFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new EngineException("DynamoDB Local is not there: no folder " + folder.toAbsolutePath()
                    + ". Maven brings it: ./mvnw -pl shared/dynamodb-local generate-resources");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.noneMatch(file -> file.getFileName().toString().startsWith("DynamoDBLocal"))) {
                throw new EngineException("DynamoDB Local is not there: no DynamoDBLocal*.jar in "
                        + folder.toAbsolutePath()
                        + ". Maven brings it: ./mvnw -pl shared/dynamodb-local generate-resources");
            }
        } catch (IOException e) {
            throw new EngineException(
                    "The folder " + folder.toAbsolutePath() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkFree(int port) {
        if (!isFree(port)) {
            throw new EngineException(
                    "Port " + port + " is taken by another process. End that one or name another port.");
        }
    }

    private static boolean isFree(int port) {
        // With reuse, as servers bind: a port whose last connections are still fading away is free.
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineException("No free port was found: " + e.getMessage(), e);
        }
    }
}
