package dev.rejoin.cli.chaos.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.cli.chaos.process.RegionFigures;
import dev.rejoin.cli.chaos.process.RegionProcessCommand;
import dev.rejoin.cli.chaos.process.RegionSetup;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One region's process: there or not, killed and started as often as somebody likes. */
final class RegionHandle implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final RegionCommand command;
    private final Path output;
    private final IntConsumer ready;
    private final Consumer<String> trouble;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    private @Nullable Process process;
    private volatile int port;
    private boolean wanted;

    /**
     * @param folder where it may leave its last words
     * @param ready hears on which port a new process answers
     * @param trouble hears of a process that ended though nobody wanted it to
     */
    RegionHandle(String name, RegionCommand command, Path folder, IntConsumer ready, Consumer<String> trouble) {
        this.name = name;
        this.command = command;
        this.output = folder.resolve("output.txt");
        this.ready = ready;
        this.trouble = trouble;
    }

    /** Starts a process, which is ready later. */
    synchronized void start(RegionSetup setup) {
        try {
            Process started = new ProcessBuilder(command.words(RegionProcessCommand.NAME))
                    .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            started.getOutputStream().write((setup.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            started.getOutputStream().flush();
            process = started;
            wanted = true;
            Thread listener = new Thread(() -> listen(started), "listen-" + name);
            listener.setDaemon(true);
            listener.start();
        } catch (IOException e) {
            throw new UncheckedIOException("a process for " + name + " does not start: " + e.getMessage(), e);
        }
    }

    private void listen(Process started) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(RegionProcessCommand.READY)) {
                    port = Integer.parseInt(line.substring(RegionProcessCommand.READY.length()));
                    ready.accept(port);
                }
            }
        } catch (IOException e) {
            // Its output ended with it.
        }
        ended(started);
    }

    private synchronized void ended(Process gone) {
        if (wanted && process == gone) {
            wanted = false;
            trouble.accept("the process of " + name + " ended by itself; its last words: " + lastWords());
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "(none)";
        }
    }

    /** Ends it as SIGKILL does: nothing is finished, nothing is closed. Returns when it is gone. */
    synchronized void kill() {
        wanted = false;
        port = 0;
        if (process != null) {
            process.destroyForcibly();
            await(process);
        }
    }

    private static void await(Process process) {
        try {
            process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Freezes it, or has it go on. */
    synchronized void freeze(boolean frozen) throws IOException, InterruptedException {
        if (process != null && process.isAlive()) {
            new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor();
        }
    }

    /** Whether it is started and answers. */
    boolean isReady() {
        return port != 0;
    }

    /** What it says of itself; empty if it does not answer. */
    Optional<RegionFigures> figures(long since, boolean withLags) throws InterruptedException {
        HttpResponse<byte[]> response = ask("/figures?" + since + "," + withLags);
        try {
            return response == null
                    ? Optional.empty()
                    : Optional.of(JSON.readValue(response.body(), RegionFigures.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sets its clock; whether it has heard. */
    boolean skew(long millis) throws InterruptedException {
        return ask("/skew?" + millis) != null;
    }

    private @Nullable HttpResponse<byte[]> ask(String what) throws InterruptedException {
        int now = port;
        if (now == 0) {
            return null;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + now + what))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == OK ? response : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
