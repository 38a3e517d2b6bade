package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.rejoin.functions.hint.HintCourier;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.wiring.Flush;
import dev.rejoin.functions.wiring.Priming;
import dev.rejoin.functions.wiring.Wiring;
import java.util.List;
import java.util.Set;

/** What a peer is owed, to the peer. */
public final class CourierHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Wiring wiring;
    private final HintCourier courier;

    @SuppressWarnings("UnusedVariable") // The context that runs it holds it weakly.
    private final Priming priming;

    public CourierHandler() {
        this(Wiring.fromEnvironment(Set.of()));
    }

    CourierHandler(Wiring wiring) {
        this.wiring = wiring;
        this.courier = wiring.courier();
        this.priming = wiring.priming().register();
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        JsonLog log = JsonLog.of(context);
        try {
            List<BatchItemFailure> kept = courier.deliver(event.getRecords(), Deadline.of(context), log).stream()
                    .map(BatchItemFailure::new)
                    .toList();
            return new SQSBatchResponse(kept);
        } finally {
            Flush.send(wiring.metrics(), log);
        }
    }
}
