package dev.rejoin.functions.hint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

class PostponementTest {
    private static final SqsAsyncClient UNUSED = new SqsAsyncClient() {
        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private static Duration delay(double chance, int receives) {
        return new Postponement(UNUSED, () -> chance).delay(receives);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 2", "1, 1, 2", "2, 2, 4", "3, 4, 8", "9, 256, 512", "10, 450, 900", "1000, 450, 900"})
    void everyAttemptDoublesTheWaitUntilFifteenMinutes(int receives, int least, int most) {
        assertThat(delay(0, receives)).isEqualTo(Duration.ofSeconds(least));
        assertThat(delay(1, receives)).isEqualTo(Duration.ofSeconds(most));
    }

    @Test
    void aNegativeCountIsTheFirst() {
        assertThat(delay(1, -5)).isEqualTo(Duration.ofSeconds(2));
    }
}
