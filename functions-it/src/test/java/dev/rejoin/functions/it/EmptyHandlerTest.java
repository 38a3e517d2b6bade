package dev.rejoin.functions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rejoin.testkit.lambda.Answer;
import dev.rejoin.testkit.lambda.FunctionException;
import dev.rejoin.testkit.lambda.FunctionProcess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the Runtime API of the tests is one that AWS's client understands, in success and in failure. */
class EmptyHandlerTest {
    private static final String HANDLER = "dev.rejoin.functions.it.EmptyHandler::handleRequest";

    @BeforeEach
    void supported() {
        assumeTrue(
                FunctionProcess.isSupported(), "AWS's runtime interface client runs on Linux x86_64 and aarch64 only");
    }

    @Test
    void answersEventAfterEvent() {
        try (FunctionProcess function = start(HANDLER)) {
            assertThat(function.invoke("{\"a\":1}")).isEqualTo(new Answer(false, "{\"a\":1}"));
            assertThat(function.invoke("{\"b\":\"ü\"}")).isEqualTo(new Answer(false, "{\"b\":\"ü\"}"));
            assertThat(function.initTime()).isPositive();
        }
    }

    @Test
    void tellsAnErrorAndGoesOn() {
        try (FunctionProcess function = start(HANDLER)) {
            Answer failed = function.invoke("{\"fail\":1}");

            assertThat(failed.failed()).isTrue();
            assertThat(failed.body()).contains("as told: EmptyHandler").contains("IllegalArgumentException");
            assertThat(function.invoke("{}").failed()).isFalse();
        }
    }

    @Test
    void aHandlerThatIsNotThereFailsItsFirstEvent() {
        try (FunctionProcess function = start("dev.rejoin.functions.it.NoHandler::handleRequest")) {
            Answer failed = function.invoke("{}");

            assertThat(failed.failed()).isTrue();
            assertThat(failed.body()).contains("NoHandler");
        }
    }

    @Test
    void aProcessThatEndsIsToldWithItsLastWords() {
        assertThatThrownBy(
                        () -> FunctionProcess.start(ClassPath.empty(), HANDLER, Map.of(), List.of("-XX:NoSuchOption")))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("NoSuchOption");
    }

    /** On Lambda each function has a /tmp of its own; here AWS's client would unpack its library into one file for all. */
    @Test
    void startsBesideOthersAtTheSameTime() {
        ExecutorService starters = Executors.newFixedThreadPool(6);
        try {
            List<CompletableFuture<Answer>> answers = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(EmptyHandlerTest::startAndAsk, starters))
                    .toList();

            assertThat(answers).extracting(CompletableFuture::join).containsOnly(new Answer(false, "{}"));
        } finally {
            starters.shutdown();
        }
    }

    private static Answer startAndAsk() {
        try (FunctionProcess function = start(HANDLER)) {
            return function.invoke("{}");
        }
    }

    private static FunctionProcess start(String handler) {
        return FunctionProcess.start(ClassPath.empty(), handler, Map.of(), List.of());
    }
}
