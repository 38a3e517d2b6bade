package dev.rejoin.functions.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream record as the JSON of Lambda's events, whatever is missing in it. */
final class EventJson {
    private EventJson() {}

    static void write(JsonGenerator out, DynamodbStreamRecord record) throws IOException {
        out.writeStartObject();
        text(out, "eventID", record.getEventID());
        text(out, "eventName", record.getEventName());
        text(out, "eventVersion", record.getEventVersion());
        text(out, "eventSource", record.getEventSource());
        text(out, "awsRegion", record.getAwsRegion());
        text(out, "eventSourceARN", record.getEventSourceARN());
        if (record.getUserIdentity() != null) {
            out.writeObjectFieldStart("userIdentity");
            text(out, "type", record.getUserIdentity().getType());
            text(out, "principalId", record.getUserIdentity().getPrincipalId());
            out.writeEndObject();
        }
        if (record.getDynamodb() != null) {
            out.writeFieldName("dynamodb");
            write(out, record.getDynamodb());
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, StreamRecord stream) throws IOException {
        out.writeStartObject();
        if (stream.getApproximateCreationDateTime() != null) {
            out.writeNumberField(
                    "ApproximateCreationDateTime",
                    BigDecimal.valueOf(
                            stream.getApproximateCreationDateTime().toInstant().toEpochMilli(), 3));
        }
        image(out, "Keys", stream.getKeys());
        image(out, "OldImage", stream.getOldImage());
        image(out, "NewImage", stream.getNewImage());
        text(out, "SequenceNumber", stream.getSequenceNumber());
        if (stream.getSizeBytes() != null) {
            out.writeNumberField("SizeBytes", stream.getSizeBytes());
        }
        text(out, "StreamViewType", stream.getStreamViewType());
        out.writeEndObject();
    }

    private static void text(JsonGenerator out, String name, @Nullable String text) throws IOException {
        if (text != null) {
            out.writeStringField(name, text);
        }
    }

    private static void image(JsonGenerator out, String name, @Nullable Map<String, AttributeValue> image)
            throws IOException {
        if (image != null) {
            out.writeFieldName(name);
            write(out, image);
        }
    }

    private static void write(JsonGenerator out, Map<String, AttributeValue> values) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, AttributeValue> entry : values.entrySet()) {
            out.writeFieldName(entry.getKey());
            write(out, entry.getValue());
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, @Nullable AttributeValue value) throws IOException {
        out.writeStartObject();
        if (value != null) {
            text(out, "S", value.getS());
            text(out, "N", value.getN());
            text(out, "B", value.getB() == null ? null : base64(value.getB()));
            flag(out, "BOOL", value.getBOOL());
            flag(out, "NULL", value.getNULL());
            texts(out, "SS", value.getSS());
            texts(out, "NS", value.getNS());
            texts(
                    out,
                    "BS",
                    value.getBS() == null
                            ? null
                            : value.getBS().stream().map(EventJson::base64).toList());
            list(out, value.getL());
            image(out, "M", value.getM());
        }
        out.writeEndObject();
    }

    private static void flag(JsonGenerator out, String name, @Nullable Boolean flag) throws IOException {
        if (flag != null) {
            out.writeBooleanField(name, flag);
        }
    }

    private static void texts(JsonGenerator out, String name, @Nullable List<String> texts) throws IOException {
        if (texts != null) {
            out.writeArrayFieldStart(name);
            for (String text : texts) {
                out.writeString(text);
            }
            out.writeEndArray();
        }
    }

    private static void list(JsonGenerator out, @Nullable List<AttributeValue> values) throws IOException {
        if (values != null) {
            out.writeArrayFieldStart("L");
            for (AttributeValue value : values) {
                write(out, value);
            }
            out.writeEndArray();
        }
    }

    private static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
