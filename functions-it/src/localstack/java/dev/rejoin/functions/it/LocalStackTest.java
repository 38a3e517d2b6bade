package dev.rejoin.functions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The scenarios of {@code e2e/run} on LocalStack, which runs the functions in AWS's own Java image: the template there differs from
 * {@code template.yaml} in nothing but where the jar is.
 */
class LocalStackTest {
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");
    private static final int DEADLINE_MINUTES = 20;
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    @Test
    void twoRegionsConverge() throws IOException, InterruptedException {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            System.out.println("LocalStackTest is skipped: there is no Docker on this machine.");
        }
        assumeTrue(docker, "there is no Docker on this machine");
        Path project = Path.of(System.getProperty("rejoin.project"));
        try (LocalStackContainer localStack = new LocalStackContainer(IMAGE)) {
            String token = System.getenv(TOKEN);
            if (token != null) {
                localStack.withEnv(TOKEN, token);
            }
            localStack.start();
            Process scenarios = new ProcessBuilder(
                            project.resolve("e2e/run").toString(),
                            "--endpoint",
                            localStack.getEndpoint().toString())
                    .inheritIO()
                    .start();
            try {
                assertThat(scenarios.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES))
                        .as("ended in time")
                        .isTrue();
                assertThat(scenarios.exitValue()).isZero();
            } finally {
                scenarios.destroy();
            }
        }
    }
}
