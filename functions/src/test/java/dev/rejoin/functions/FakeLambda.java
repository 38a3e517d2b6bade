package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ServiceException;

/** Lambda of one region. */
final class FakeLambda implements LambdaAsyncClient {
    /** How the region does. */
    enum State {
        UP,
        DOWN,
        HANGING
    }

    volatile State state = State.UP;
    final AtomicInteger calls = new AtomicInteger();
    private final Function<String, RequestStreamHandler> handlers;

    /** @param handlers by the function's ARN */
    FakeLambda(Function<String, RequestStreamHandler> handlers) {
        this.handlers = handlers;
    }

    @Override
    public CompletableFuture<InvokeResponse> invoke(InvokeRequest request) {
        calls.incrementAndGet();
        return switch (state) {
            case UP -> CompletableFuture.supplyAsync(() -> run(request));
            case DOWN ->
                CompletableFuture.failedFuture(
                        ServiceException.builder().message("region down").build());
            case HANGING -> new CompletableFuture<>();
        };
    }

    private InvokeResponse run(InvokeRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handlers.apply(request.functionName())
                    .handleRequest(
                            new ByteArrayInputStream(request.payload().asByteArray()), out, new TestContext(30_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return InvokeResponse.builder()
                .statusCode(200)
                .payload(SdkBytes.fromByteArray(out.toByteArray()))
                .build();
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
