package dev.rejoin.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.cli.Main;
import dev.rejoin.cli.demo.EngineFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, as its user has it. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ChaosCommandTest {
    @TempDir
    private Path folder;

    private Process start(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drejoin.dynamodbLocal=" + EngineFolder.orSkip(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "chaos",
                "--regions",
                "eu-west-1,us-east-1",
                "--report",
                folder.resolve("report").toString()));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        // Reading what it says cannot be interrupted.
        CompletableFuture.delayedExecutor(5, TimeUnit.MINUTES).execute(process::destroyForcibly);
        return process;
    }

    /** Whoever runs these tests in the background may have made everything deaf to Ctrl-C. */
    private static boolean isDeaf() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    /** Reads what goes on until a line begins so. */
    private static void await(BufferedReader lines, String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return;
            }
        }
        throw new AssertionError("no line begins with " + beginning);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void ctrlCHealsReportsAndLeavesNoProcessBehind() throws Exception {
        Assumptions.assumeFalse(isDeaf(), "SKIPPED: this process ignores Ctrl-C, and so would what it starts");
        Process process = start("--minutes", "30", "-o", "json");
        List<ProcessHandle> children;
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            await(lines, "00:0");
            children = process.descendants().toList();
            // A terminal sends it to all of them.
            interrupt(process.toHandle());
            children.forEach(ChaosCommandTest::interrupt);
            await(lines, "Ctrl-C");
            await(lines, "Every promise was kept.");
        }

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        // The engine and the regions.
        assertThat(children).hasSizeGreaterThanOrEqualTo(3);
        for (ProcessHandle child : children) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("out")));
        assertThat(json.get("stoppedEarly").asBoolean()).isTrue();
        assertThat(json.get("held").asBoolean()).isTrue();
        assertThat(folder.resolve("report/report.html")).isNotEmptyFile();
        assertThat(folder.resolve("report/report.json")).isNotEmptyFile();
    }

    private static void interrupt(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whoIsKilledTakesTheRegionsAlong() throws Exception {
        Process process = start("--minutes", "30", "-o", "json");
        List<ProcessHandle> regions;
        List<ProcessHandle> children;
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            await(lines, "00:0");
            children = process.descendants().toList();
            regions = children.stream()
                    .filter(child -> child.info().commandLine().orElse("").contains("region-process"))
                    .toList();
        }
        try {
            process.destroyForcibly().waitFor();

            for (ProcessHandle region : regions) {
                region.onExit().get(30, TimeUnit.SECONDS);
            }
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(children).isNotEmpty();
    }
}
