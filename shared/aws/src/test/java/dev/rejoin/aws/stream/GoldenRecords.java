package dev.rejoin.aws.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.engine.FaultyHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** The same stream records as Lambda hands them to a function and as the Streams API answers, read as they are in use. */
final class GoldenRecords {
    private GoldenRecords() {}

    /** Through the deserializer of Lambda's own Java runtime. */
    static List<DynamodbEvent.DynamodbStreamRecord> ofLambda(String file) {
        return LambdaEventSerializers.serializerFor(DynamodbEvent.class, GoldenRecords.class.getClassLoader())
                .fromJson(text(file))
                .getRecords();
    }

    /** Through the SDK's client. */
    static List<Record> ofStreamsApi(String file) {
        try (FaultyHttpClient network = new FaultyHttpClient();
                DynamoDbStreamsAsyncClient client = Engine.streams(network)) {
            network.answer(200, text(file));
            return Engine.await(client.getRecords(get -> get.shardIterator("any")))
                    .records();
        }
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(GoldenRecords.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
