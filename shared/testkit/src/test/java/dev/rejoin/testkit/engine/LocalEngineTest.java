package dev.rejoin.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LocalEngineTest {
    private static final Path FOLDER = Path.of(System.getProperty("rejoin.dynamodbLocal"));

    @Test
    void answersUntilItIsClosed() throws IOException, InterruptedException {
        LocalEngine engine = LocalEngine.start(FOLDER, 0);

        assertThat(answer(engine)).contains("MissingAuthenticationToken");

        engine.close();
        engine.close();
        assertThat(engine.process().isAlive()).isFalse();
        assertThatThrownBy(() -> answer(engine)).isInstanceOf(IOException.class);
    }

    @Test
    void takesThePortThatItIsTold() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (LocalEngine engine = LocalEngine.start(FOLDER, port)) {
            assertThat(engine.endpoint()).hasToString("http://localhost:" + port);
        }
    }

    @Test
    void leavesNothingBehind() {
        Path work;
        try (LocalEngine engine = LocalEngine.start(FOLDER, 0)) {
            work = engine.workFolder();
            assertThat(work).isNotEmptyDirectory();
        }
        assertThat(work).doesNotExist();
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> LocalEngine.start(FOLDER, taken.getLocalPort()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void saysWhereItLookedForTheEngine(@TempDir Path temp) {
        assertThatThrownBy(() -> LocalEngine.start(temp.resolve("missing"), 0))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no folder " + temp.resolve("missing"))
                .hasMessageContaining("./mvnw");
        assertThatThrownBy(() -> LocalEngine.start(temp, 0))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no DynamoDBLocal*.jar in " + temp);
    }

    @Test
    void repeatsTheLastWordsOfAnEngineThatDied(@TempDir Path temp) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(temp.resolve("DynamoDBLocal-0.jar")))) {
            jar.finish();
        }
        assertThatThrownBy(() -> LocalEngine.start(temp, 0))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("ServerRunner");
    }

    private static String answer(LocalEngine engine) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(engine.endpoint()).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
