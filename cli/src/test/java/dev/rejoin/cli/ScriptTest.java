package dev.rejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./rejoin} on a machine that lacks something: a copy of it, with nothing on its path but what a test puts there. */
@Timeout(60)
class ScriptTest {
    private static final List<String> TOOLS = List.of(
            "awk",
            "bash",
            "cat",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "tail",
            "touch");
    private static final String FREE_KB = "999999999";

    @TempDir
    private Path temp;

    private Path project;
    private Path bin;
    private final Map<String, String> environment = new HashMap<>();

    private record Ended(int code, String out) {}

    @BeforeEach
    void machine() throws IOException {
        project = Files.createDirectory(temp.resolve("project"));
        bin = Files.createDirectory(temp.resolve("bin"));
        for (String tool : TOOLS) {
            Path found = Stream.of("/usr/bin", "/bin")
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(null);
            assumeTrue(found != null, "there is no " + tool + " on this machine");
            program(bin.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
        Path here = Path.of("").toAbsolutePath();
        Path script = Files.exists(here.resolve("rejoin")) ? here.resolve("rejoin") : here.resolveSibling("rejoin");
        program(project.resolve("rejoin"), Files.readString(script));
        disk(FREE_KB);
        environment.put("PATH", bin.toString());
        environment.put("HOME", temp.toString());
    }

    @Test
    void noJava() throws Exception {
        assertThat(run()).isEqualTo(new Ended(ExitCode.UNAVAILABLE, """
                        rejoin: needs Java 17 or newer, and found none.
                        rejoin: Install a JDK 17 or newer (for example: apt install openjdk-17-jdk, brew install openjdk,
                        rejoin: or from https://adoptium.net) and put it on the PATH or set JAVA_HOME to it.
                        """));
    }

    @Test
    void tooOldAJavaAndAWrongJavaHome() throws Exception {
        java(bin, "11.0.2", temp);
        environment.put("JAVA_HOME", temp + "/nowhere");
        Ended ended = run();
        assertThat(ended.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ended.out())
                .contains("needs Java 17 or newer, and found none")
                .contains(bin + "/java is Java 11")
                .contains("JAVA_HOME=" + temp + "/nowhere has no bin/java")
                .contains("Install a JDK 17");
    }

    @Test
    void aRuntimeWithoutCompiler() throws Exception {
        java(bin, "17.0.15", temp);
        Ended ended = run();
        assertThat(ended.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ended.out()).contains("needs a JDK to build itself", "Install a JDK 17");
    }

    @Test
    void noDisk() throws Exception {
        jdk();
        disk("10240");
        Ended ended = run();
        assertThat(ended.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ended.out())
                .contains("needs 500 MB of free disk to build, and the disk of " + project + " has 10 MB.")
                .contains("Free some space");
    }

    @Test
    void aBuildThatFailsLeavesNothingThatLooksBuilt() throws Exception {
        jdk();
        program(
                project.resolve("mvnw"),
                "#!/usr/bin/env bash\nmkdir -p cli/target\ntouch cli/target/rejoin.jar\necho no route to host\nexit 1\n");
        Ended ended = run();
        assertThat(ended.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ended.out()).contains("no route to host", "the build failed", "The first build needs the network");
        assertThat(project.resolve("cli/target/rejoin.jar")).doesNotExist();
    }

    @Test
    void whatIsBuiltOnceIsRunWithTheArgumentsAsTheyAre() throws Exception {
        jdk();
        program(project.resolve("mvnw"), """
                #!/usr/bin/env bash
                mkdir -p cli/target shared/dynamodb-local/target/dynamodb-local
                touch cli/target/rejoin.jar shared/dynamodb-local/target/dynamodb-local/DynamoDBLocal-1.jar
                echo >> builds
                """);
        for (int i = 0; i < 2; i++) {
            Ended ended = run("demo", "--regions", "a b");
            assertThat(ended.code()).as(ended.out()).isZero();
            assertThat(ended.out())
                    .contains("runs [-jar] [" + project + "/cli/target/rejoin.jar] [demo] [--regions] [a b]");
        }
        assertThat(Files.readString(project.resolve("builds")))
                .as("one line a build")
                .isEqualTo("\n");
    }

    /** A Java that tells its version and home, and else what it is to run. */
    private static void java(Path folder, String version, Path home) throws IOException {
        program(folder.resolve("java"), """
                #!/usr/bin/env bash
                case "$*" in
                  -version) echo 'openjdk version "%1$s" 2026-01-01' >&2 ;;
                  *-version) printf 'Property settings:\\n    java.home = %2$s\\nopenjdk version "%1$s"\\n' >&2 ;;
                  *) shift; printf 'runs'; printf ' [%%s]' "$@"; echo ;;
                esac
                """.formatted(version, home));
    }

    private void jdk() throws IOException {
        Path home = Files.createDirectories(temp.resolve("jdk/bin"));
        program(home.resolve("javac"), "#!/usr/bin/env bash\n");
        java(bin, "17.0.15", home.getParent());
    }

    private void disk(String freeKilobytes) throws IOException {
        program(
                bin.resolve("df"),
                "#!/usr/bin/env bash\necho 'Filesystem 1024-blocks Used Available Capacity Mounted'\n"
                        + "echo \"/dev/disk 1 1 " + freeKilobytes + " 1% /\"\n");
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                bin.resolve("bash").toString(),
                                project.resolve("rejoin").toString()),
                        Stream.of(arguments))
                .toList());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out);
    }
}
