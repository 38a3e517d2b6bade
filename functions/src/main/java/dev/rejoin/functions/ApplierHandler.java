package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.peer.RequestApplier;
import dev.rejoin.functions.wiring.Flush;
import dev.rejoin.functions.wiring.Priming;
import dev.rejoin.functions.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/** A peer's versions, into the table. */
public final class ApplierHandler implements RequestStreamHandler {
    private final Wiring wiring;
    private final RequestApplier applier;

    @SuppressWarnings("UnusedVariable") // The context that runs it holds it weakly.
    private final Priming priming;

    public ApplierHandler() {
        this(Wiring.fromEnvironment(Set.of()));
    }

    ApplierHandler(Wiring wiring) {
        this.wiring = wiring;
        this.applier = wiring.applier();
        this.priming = wiring.primingOfReceiver().register();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonLog log = JsonLog.of(context);
        try {
            output.write(applier.answer(input.readAllBytes(), Deadline.of(context), log));
        } finally {
            Flush.send(wiring.metrics(), log);
        }
    }
}
