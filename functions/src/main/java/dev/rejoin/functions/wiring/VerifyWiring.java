package dev.rejoin.functions.wiring;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.store.SegmentScan;
import dev.rejoin.functions.verify.Planning;
import dev.rejoin.functions.verify.RegionVerifier;
import dev.rejoin.functions.verify.RunFiles;
import dev.rejoin.functions.verify.Verifiers;
import dev.rejoin.functions.verify.VerifySteps;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.verify.Pause;
import dev.rejoin.verify.Repair;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;

/** Puts the verifier together. */
final class VerifyWiring {
    private static final int ATTEMPTS = 3;

    /** For the forwarder to take in what was lost. */
    private static final Pause PAUSE =
            look -> CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));

    private VerifyWiring() {}

    static VerifySteps of(Wiring wiring, String bucket, HintQueue hints) {
        FunctionConfig config = wiring.config();
        Clients clients = wiring.clients();
        DynamoDbAsyncClient dynamo = clients.dynamo();
        RegionVerifier own = new RegionVerifier(
                segments -> new SegmentScan(dynamo, config.table(), segments),
                wiring.store(),
                wiring.data(replica -> new Repair(replica, hints, PAUSE, ATTEMPTS)));
        Map<String, LambdaAsyncClient> lambdas = new ConcurrentHashMap<>();
        Verifiers verifiers = new Verifiers(
                config.self(),
                own,
                config.verifiers(),
                region -> lambdas.computeIfAbsent(region, clients::patientLambda));
        return new VerifySteps(
                new Planning(dynamo, config.table().name()), verifiers, new RunFiles(clients.s3(), bucket));
    }
}
