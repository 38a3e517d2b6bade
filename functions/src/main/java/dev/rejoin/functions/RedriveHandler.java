package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.redrive.StreamRedrive;
import dev.rejoin.functions.wiring.Flush;
import dev.rejoin.functions.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;

/** What was put aside, once more. */
public final class RedriveHandler implements RequestStreamHandler {
    private final Wiring wiring;
    private final StreamRedrive redrive;

    public RedriveHandler() {
        this(Wiring.fromEnvironment(EnumSet.of(Need.HINT_QUEUES, Need.FAILURE_BUCKET)));
    }

    RedriveHandler(Wiring wiring) {
        this.wiring = wiring;
        this.redrive = wiring.redrive();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonLog log = JsonLog.of(context);
        try {
            output.write(
                    redrive.run(input.readAllBytes(), Deadline.of(context), log).json());
        } finally {
            Flush.send(wiring.metrics(), log);
        }
    }
}
