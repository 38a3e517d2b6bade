package dev.rejoin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.cli.local.region.LocalClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The command as a process of its own: the user writes, sees it arrive, and ends everything. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KeepAliveTest {
    private static final Pattern ENDPOINT = Pattern.compile("DynamoDB Local at (\\S+),");

    @Test
    void arrivalsAreShownAndNothingIsLeftAtTheEnd() throws Exception {
        Process command = start(EngineFolder.orSkip());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(command.getInputStream(), StandardCharsets.UTF_8))) {
            Matcher endpoint = ENDPOINT.matcher(awaitLine(out, "DynamoDB Local at"));
            assertThat(endpoint.find()).isTrue();
            awaitLine(out, "Ctrl-C ends everything");
            write(URI.create(endpoint.group(1)));
            assertThat(awaitLine(out, "order#77")).contains("eu-west-1", "->", "applied");
            List<ProcessHandle> engine = command.descendants().toList();
            assertThat(engine).isNotEmpty();
            command.destroy();
            assertThat(command.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(engine).noneMatch(ProcessHandle::isAlive);
        } finally {
            command.destroyForcibly();
        }
    }

    private static Process start(Path folder) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Drejoin.dynamodbLocal=" + folder,
                        "-cp",
                        classPath,
                        "dev.rejoin.cli.Main",
                        "demo",
                        "--keep")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void write(URI endpoint) {
        try (LocalClients clients = new LocalClients(endpoint);
                DynamoDbClient client = clients.dynamo("eu-west-1")) {
            client.putItem(put -> put.tableName("orders").item(Map.of("id", AttributeValue.fromS("order#77"))));
        }
    }

    /** The next line that has this; fails if the command ends before. */
    private static String awaitLine(BufferedReader out, String part) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains(part)) {
            line = out.readLine();
        }
        assertThat(line).as("a line with '%s'", part).isNotNull();
        return line;
    }
}
