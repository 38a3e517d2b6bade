package dev.rejoin.aws.control;

import dev.rejoin.aws.config.FunctionConfig;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Reads and makes the control table's attributes. An attribute of another type counts as absent. */
final class Items {
    private Items() {}

    static Map<String, AttributeValue> key(String key) {
        return Map.of(FunctionConfig.CONTROL_KEY, text(key));
    }

    /**
     * Whether a conditional write was made.
     *
     * @return false if its condition was not met; fails as the write does for any other reason
     */
    static CompletableFuture<Boolean> written(CompletableFuture<?> write) {
        return write.handle((done, error) -> {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            if (cause instanceof ConditionalCheckFailedException) {
                return false;
            } else if (cause != null) {
                throw new CompletionException(cause);
            }
            return true;
        });
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    /** Empty as well if it is no whole number of 64 bits. */
    static OptionalLong number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.n()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static Optional<String> text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return Optional.ofNullable(value).map(AttributeValue::s);
    }

    static boolean isTrue(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    static Map<String, AttributeValue> map(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value != null && value.hasM() ? value.m() : Map.of();
    }
}
