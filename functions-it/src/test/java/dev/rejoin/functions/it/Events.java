package dev.rejoin.functions.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The events of AWS's documentation, with our names in them. */
final class Events {
    private Events() {}

    /** AWS's example event, with an item of its own and so many of its records. */
    static String stream(String id, int records) {
        String event = resource("stream.json")
                .replace("\"N\": \"101\"", "\"N\": \"" + id + "\"")
                .replace(
                        "@STREAM@",
                        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2999-01-01T00:00:00.000");
        return switch (records) {
            case 2 ->
                event.substring(0, event.lastIndexOf("    {\n      \"eventID\": \"3\""))
                                .stripTrailing()
                                .replaceAll(",$", "")
                        + "]}";
            case 3 -> event;
            default -> throw new IllegalArgumentException("2 or 3 records");
        };
    }

    /** AWS's example event, with two hints of one key. */
    static String queue(String id) {
        String hint = "{\\\"rejoin\\\":1,\\\"peer\\\":\\\"us-east-1\\\",\\\"table\\\":\\\"data\\\","
                + "\\\"key\\\":{\\\"Id\\\":{\\\"N\\\":\\\"" + id + "\\\"}}}";
        return resource("queue.json")
                .replace("@BODY1@", hint)
                .replace("@BODY2@", hint)
                .replace("@QUEUE@", "arn:aws:sqs:eu-west-1:111122223333:rejoin-orders-hints-us-east-1");
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Events.class.getResourceAsStream("/events/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
