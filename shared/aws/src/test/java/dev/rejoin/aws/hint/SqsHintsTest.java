package dev.rejoin.aws.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsHintsTest {
    private static final Actor US = new Actor("us-east-1");
    private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/hints-us";

    private final FakeSqs sqs = new FakeSqs();
    private final SqsHints hints = new SqsHints(sqs, TableRole.DATA, Map.of(US, URI.create(QUEUE)));

    /** Takes what it is told to take. */
    private static final class FakeSqs implements SqsAsyncClient {
        private final List<SendMessageBatchRequest> requests = new ArrayList<>();
        private final Set<String> kept = new TreeSet<>();
        private Predicate<Integer> takes = request -> true;

        @Override
        public synchronized CompletableFuture<SendMessageBatchResponse> sendMessageBatch(
                SendMessageBatchRequest request) {
            requests.add(request);
            SendMessageBatchResponse.Builder response = SendMessageBatchResponse.builder();
            List<SendMessageBatchResultEntry> successful = new ArrayList<>();
            List<BatchResultErrorEntry> failed = new ArrayList<>();
            for (SendMessageBatchRequestEntry entry : request.entries()) {
                if (takes.test(requests.size())) {
                    kept.add(entry.messageBody());
                    successful.add(
                            SendMessageBatchResultEntry.builder().id(entry.id()).build());
                } else {
                    failed.add(BatchResultErrorEntry.builder()
                            .id(entry.id())
                            .code("ServiceUnavailable")
                            .build());
                }
            }
            return CompletableFuture.completedFuture(
                    response.successful(successful).failed(failed).build());
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static List<ItemKey> keys(int count) {
        List<ItemKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(ItemKey.of("pk", "order#" + i));
        }
        return keys;
    }

    private static String body(int number) {
        return "{\"rejoin\":1,\"peer\":\"us-east-1\",\"table\":\"data\",\"key\":{\"pk\":{\"S\":\"order#" + number
                + "\"}}}";
    }

    @Test
    void aHintHoldsTheKeyAndNoData() {
        hints.owe(US, keys(1)).join();

        assertThat(sqs.kept).containsExactly(body(0));
        assertThat(sqs.requests.get(0).queueUrl()).isEqualTo(QUEUE);
        assertThat(HintMessage.parse(body(0)))
                .isEqualTo(new HintMessage(US, TableRole.DATA, ItemKey.of("pk", "order#0")));
    }

    @Test
    void manyKeysGoTenAtATime() {
        hints.owe(US, keys(25)).join();

        assertThat(sqs.requests)
                .hasSize(3)
                .allMatch(request -> request.entries().size() <= 10);
        assertThat(sqs.kept).hasSize(25);
    }

    @Test
    void whatWasNotTakenIsSentAgain() {
        sqs.takes = request -> request > 2;
        hints.owe(US, keys(10)).join();

        assertThat(sqs.requests).hasSize(3);
        assertThat(sqs.kept).hasSize(10);
    }

    @Test
    void whatIsNeverTakenFails() {
        sqs.takes = request -> false;

        assertThatThrownBy(() -> hints.owe(US, keys(1)).join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ServiceUnavailable");
    }

    @Test
    void aBrokenQueueFails() {
        SqsAsyncClient broken = new SqsAsyncClient() {
            @Override
            public CompletableFuture<SendMessageBatchResponse> sendMessageBatch(SendMessageBatchRequest request) {
                return CompletableFuture.failedFuture(
                        SqsException.builder().message("denied").build());
            }

            @Override
            public String serviceName() {
                return "sqs";
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        SqsHints failing = new SqsHints(broken, TableRole.DATA, Map.of(US, URI.create(QUEUE)));
        assertThatThrownBy(() -> failing.owe(US, keys(1)).join()).hasCauseInstanceOf(SqsException.class);
    }

    @Test
    void aPeerWithoutQueueFails() {
        assertThatThrownBy(() -> hints.owe(new Actor("ap-south-1"), keys(1)).join())
                .hasMessageContaining("no hint queue for ap-south-1");
    }

    @Test
    void keysOfAllTypesTravel() {
        HintMessage hint = new HintMessage(
                US,
                TableRole.CONTROL,
                ItemKey.of(Map.of("pk", Value.N.of("1.50"), "sk", new Value.B(new byte[] {0, -1, 7}))));
        assertThat(HintMessage.parse(hint.body())).isEqualTo(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"rejoin\":2,\"peer\":\"us\",\"table\":\"data\",\"key\":{\"pk\":{\"S\":\"a\"}}}",
                "{\"rejoin\":1,\"peer\":\"US\",\"table\":\"data\",\"key\":{\"pk\":{\"S\":\"a\"}}}",
                "{\"rejoin\":1,\"peer\":\"us\",\"table\":\"orders\",\"key\":{\"pk\":{\"S\":\"a\"}}}",
                "{\"rejoin\":1,\"peer\":\"us\",\"table\":\"data\",\"key\":{}}",
            })
    void whatIsNoHintIsRefused(String body) {
        assertThatThrownBy(() -> HintMessage.parse(body)).isInstanceOf(WireException.class);
    }
}
