package dev.rejoin.functions.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.aws.wire.Json;
import java.io.IOException;
import java.util.Map;

/**
 * How a run goes: decided by its first step, and handed to all others.
 *
 * @param run its name
 * @param segments of each region's table
 * @param repair whether what differs is repaired, and not only found
 * @param waitSeconds between looks at a key
 */
record Course(String run, int segments, int leafBits, boolean repair, long waitSeconds) {
    static final int MOST_SEGMENTS = 200;
    static final long MOST_WAIT = 3_600;

    /** @throws IllegalArgumentException naming what is out of bounds */
    Course {
        if (segments < 1 || segments > MOST_SEGMENTS) {
            throw new IllegalArgumentException("segments must be 1 to " + MOST_SEGMENTS + ", not " + segments);
        } else if (waitSeconds < 0 || waitSeconds > MOST_WAIT) {
            throw new IllegalArgumentException("waitSeconds must be 0 to " + MOST_WAIT + ", not " + waitSeconds);
        } else if (!run.matches("[a-zA-Z0-9_-]{1,80}")) {
            throw new IllegalArgumentException(
                    "an execution's name must be 1 to 80 letters, digits, dashes and underscores");
        }
    }

    static Course of(Map<String, Object> event) {
        Map<String, Object> course = Json.object(Json.field(event, "course"));
        return new Course(
                Json.text(course, "run"),
                (int) Json.number(course, "segments"),
                (int) Json.number(course, "leafBits"),
                Json.field(course, "repair").equals(true),
                Json.number(course, "waitSeconds"));
    }

    void write(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("course");
        out.writeStringField("run", run);
        out.writeNumberField("segments", segments);
        out.writeNumberField("leafBits", leafBits);
        out.writeBooleanField("repair", repair);
        out.writeNumberField("waitSeconds", waitSeconds);
        out.writeEndObject();
    }
}
