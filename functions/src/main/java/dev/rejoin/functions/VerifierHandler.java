package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.verify.VerifySteps;
import dev.rejoin.functions.wiring.Flush;
import dev.rejoin.functions.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;

/** A step of comparing and repairing the table, or a peer's question on the way. */
public final class VerifierHandler implements RequestStreamHandler {
    private final Wiring wiring;
    private final VerifySteps steps;

    public VerifierHandler() {
        this(Wiring.fromEnvironment(EnumSet.allOf(Need.class)));
    }

    VerifierHandler(Wiring wiring) {
        this.wiring = wiring;
        this.steps = wiring.verifier();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonLog log = JsonLog.of(context);
        try {
            output.write(steps.run(input.readAllBytes(), Deadline.of(context), log));
        } finally {
            Flush.send(wiring.metrics(), log);
        }
    }
}
