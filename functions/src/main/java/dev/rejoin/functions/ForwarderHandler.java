package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.stream.StreamForwarder;
import dev.rejoin.functions.wiring.Flush;
import dev.rejoin.functions.wiring.Priming;
import dev.rejoin.functions.wiring.Wiring;
import java.util.EnumSet;
import java.util.List;

/** A table's stream records, to the peers. */
public final class ForwarderHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private final Wiring wiring;
    private final StreamForwarder forwarder;

    @SuppressWarnings("UnusedVariable") // The context that runs it holds it weakly.
    private final Priming priming;

    public ForwarderHandler() {
        this(Wiring.fromEnvironment(EnumSet.of(Need.HINT_QUEUES, Need.FAILURE_BUCKET)));
    }

    ForwarderHandler(Wiring wiring) {
        this.wiring = wiring;
        this.forwarder = wiring.forwarder();
        this.priming = wiring.priming().register();
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        JsonLog log = JsonLog.of(context);
        try {
            List<BatchItemFailure> failures = forwarder.handle(event.getRecords(), Deadline.of(context), log).stream()
                    .map(BatchItemFailure::new)
                    .toList();
            return new StreamsEventResponse(failures);
        } finally {
            Flush.send(wiring.metrics(), log);
        }
    }
}
