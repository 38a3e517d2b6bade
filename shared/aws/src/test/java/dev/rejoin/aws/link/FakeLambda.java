package dev.rejoin.aws.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Lambda that answers as it was told, once for each call; the last way of answering stays. */
final class FakeLambda implements LambdaAsyncClient {
    final List<InvokeRequest> requests = new ArrayList<>();
    private final Queue<Function<InvokeRequest, CompletableFuture<InvokeResponse>>> answers = new ArrayDeque<>();

    void next(Function<InvokeRequest, CompletableFuture<InvokeResponse>> answer) {
        answers.add(answer);
    }

    @Override
    public synchronized CompletableFuture<InvokeResponse> invoke(InvokeRequest request) {
        requests.add(request);
        return (answers.size() > 1 ? answers.remove() : answers.element()).apply(request);
    }

    @Override
    public String serviceName() {
        return "lambda";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
