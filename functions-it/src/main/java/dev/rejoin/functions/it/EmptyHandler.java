package dev.rejoin.functions.it;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A function that does nothing: what a start costs before any line of ours. */
public final class EmptyHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    /** Gives the event back; one that has {@code fail} fails. */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (event.containsKey("fail")) {
            throw new IllegalArgumentException("as told: " + context.getFunctionName());
        }
        return event;
    }
}
