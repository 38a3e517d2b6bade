package dev.rejoin.cli.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lines in a file, in the order in which they were appended. A line is kept when its future completes, whatever becomes of the
 * process; lines that wait together are forced to disk together. A last line that was cut off does not count.
 */
final class StateLog implements AutoCloseable {
    private static final int MOST_AT_ONCE = 1_000;

    private final FileChannel file;
    private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "state-log");

    private record Line(String text, CompletableFuture<Void> kept) {}

    private StateLog(FileChannel file) {
        this.file = file;
        writer.setDaemon(true);
    }

    /** The lines of a file; none if there is no such file. */
    static List<String> read(Path path) {
        try {
            if (!Files.exists(path)) {
                return List.of();
            }
            String text = Files.readString(path);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file by one with these lines, as a whole or not at all, and appends to that from now on. */
    static StateLog begin(Path path, Collection<String> lines) {
        try {
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.write(fresh, lines);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            StateLog log = new StateLog(FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
            log.writer.start();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line; completes when it is kept, and fails if it may not be. */
    CompletableFuture<Void> append(String line) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        waiting.add(new Line(line, kept));
        return kept;
    }

    private void write() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Line> lines = new ArrayList<>();
                lines.add(waiting.take());
                waiting.drainTo(lines, MOST_AT_ONCE);
                keep(lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text).append('\n'));
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
            // Not by this thread: whoever waits would do its work here, and all other lines would wait for that.
            lines.forEach(line -> line.kept.completeAsync(() -> null));
        } catch (IOException e) {
            lines.forEach(line -> line.kept.completeExceptionally(e));
        }
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
