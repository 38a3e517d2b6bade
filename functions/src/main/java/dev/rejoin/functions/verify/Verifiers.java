package dev.rejoin.functions.verify;

import dev.rejoin.aws.config.PeerFunction;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The verifiers of all regions, this one's included: a question has one form, wherever it goes. */
public final class Verifiers {
    private final Actor self;
    private final RegionVerifier own;
    private final Map<Actor, PeerFunction> peers;
    private final Function<String, LambdaAsyncClient> clients;

    /** @param clients by region */
    public Verifiers(
            Actor self,
            RegionVerifier own,
            Map<Actor, PeerFunction> peers,
            Function<String, LambdaAsyncClient> clients) {
        this.self = self;
        this.own = own;
        this.peers = new TreeMap<>(peers);
        this.clients = clients;
    }

    /** This region first. */
    List<Actor> regions() {
        List<Actor> regions = new ArrayList<>();
        regions.add(self);
        regions.addAll(peers.keySet());
        return regions;
    }

    /** @throws IllegalStateException if the region does not answer */
    byte[] ask(Actor region, byte[] question, Deadline deadline) {
        if (region.equals(self)) {
            return own.answer(question, deadline);
        }
        PeerFunction peer = Objects.requireNonNull(peers.get(region), region + " is no peer");
        InvokeResponse response = Waiting.on(
                clients.apply(peer.region())
                        .invoke(invoke -> invoke.functionName(peer.arn())
                                .payload(SdkBytes.fromByteArrayUnsafe(question))
                                .overrideConfiguration(config ->
                                        config.apiCallTimeout(deadline.left()).apiCallAttemptTimeout(deadline.left()))),
                "asking " + region,
                deadline);
        if (response.functionError() != null) {
            throw new IllegalStateException("the verifier of " + region + " failed: " + response.functionError());
        }
        return response.payload().asByteArrayUnsafe();
    }

    /** What a peer asked of this region. */
    byte[] answer(byte[] question, Deadline deadline) {
        return own.answer(question, deadline);
    }
}
