package dev.rejoin.functions.log;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import dev.rejoin.aws.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A line of JSON for each event of note. Callers give no item contents; keys go in as their hash. */
public final class JsonLog {
    private final Consumer<String> sink;
    private final Map<String, String> always;

    /** @param always fields of every line */
    public JsonLog(Consumer<String> sink, Map<String, String> always) {
        this.sink = sink;
        this.always = new TreeMap<>(always);
    }

    /** The log of an invocation. */
    public static JsonLog of(Context context) {
        return new JsonLog(
                context.getLogger()::log,
                Map.of(
                        "function", String.valueOf(context.getFunctionName()),
                        "requestId", String.valueOf(context.getAwsRequestId())));
    }

    /** The log of what happens outside of invocations. */
    public static JsonLog ofContainer() {
        return new JsonLog(LambdaRuntime.getLogger()::log, Map.of());
    }

    public void info(String event, Map<String, ?> fields) {
        line("INFO", event, fields);
    }

    public void warn(String event, Map<String, ?> fields) {
        line("WARN", event, fields);
    }

    private void line(String level, String event, Map<String, ?> fields) {
        byte[] json = Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("level", level);
            out.writeStringField("event", event);
            for (Map.Entry<String, String> entry : always.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            for (Map.Entry<String, ?> entry : new TreeMap<>(fields).entrySet()) {
                if (entry.getValue() instanceof Number number) {
                    out.writeNumberField(entry.getKey(), number.longValue());
                } else {
                    out.writeStringField(entry.getKey(), String.valueOf(entry.getValue()));
                }
            }
            out.writeEndObject();
        });
        sink.accept(new String(json, StandardCharsets.UTF_8) + "\n");
    }
}
