package dev.rejoin.functions.redrive;

import dev.rejoin.aws.wire.Json;
import java.util.List;

/**
 * What became of a redriven object.
 *
 * @param records in it
 * @param failed how many of them have to be redriven again
 * @param reasons why, each once, without contents
 */
public record RedriveReport(int records, int failed, List<String> reasons) {
    /** As the function answers. */
    public byte[] json() {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("records", records);
            out.writeNumberField("handled", records - failed);
            out.writeNumberField("failed", failed);
            out.writeArrayFieldStart("reasons");
            for (String reason : reasons) {
                out.writeString(reason);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
