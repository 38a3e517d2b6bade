package dev.rejoin.aws.wire;

import dev.rejoin.replica.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers as bytes. */
public final class AnswerCodec {
    private AnswerCodec() {}

    /** The bytes of an answer. */
    public static byte[] encode(Answer answer) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("rejoin", RequestCodec.FORMAT);
            out.writeNumberField("time", answer.timeMillis());
            if (answer.refusal() != null) {
                out.writeStringField("error", answer.refusal().name());
                out.writeStringField("message", answer.message());
                out.writeEndObject();
                return;
            }
            out.writeArrayFieldStart("outcomes");
            for (Outcome outcome : answer.outcomes()) {
                out.writeStartObject();
                out.writeStringField("kind", outcome.kind().name());
                out.writeStringField("reason", outcome.reason().name());
                out.writeNumberField("conflicts", outcome.conflicts());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /**
     * Reads an answer, whatever came back.
     *
     * @throws WireException if it is none, and nothing else
     */
    public static Answer decode(byte[] payload) {
        Map<String, Object> answer = Json.readObject(payload);
        RequestCodec.checkFormat(Json.number(answer, "rejoin"));
        long time = Json.number(answer, "time");
        if (answer.containsKey("error")) {
            Refusal refusal = named(Refusal.class, Json.text(answer, "error"));
            return Answer.refused(time, refusal, Json.text(answer, "message"));
        }
        List<Outcome> outcomes = new ArrayList<>();
        Json.list(answer, "outcomes").forEach(outcome -> outcomes.add(outcome(Json.object(outcome))));
        return Answer.of(time, outcomes);
    }

    private static Outcome outcome(Map<String, Object> tree) {
        long conflicts = Json.number(tree, "conflicts");
        if (conflicts < 0 || conflicts > Integer.MAX_VALUE) {
            throw WireException.malformed("'conflicts' is out of range");
        }
        return new Outcome(
                named(Outcome.Kind.class, Json.text(tree, "kind")),
                named(Outcome.Reason.class, Json.text(tree, "reason")),
                (int) conflicts);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw WireException.malformed("no such " + type.getSimpleName());
        }
    }
}
