package dev.rejoin.aws.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** A network to the local engine that does to each of the next requests what it was told. Thread-safe. */
public final class FaultyHttpClient implements SdkAsyncHttpClient {
    private static final String PREFIX = "com.amazonaws.dynamodb.v20120810#";

    private static final Subscription NOTHING_TO_GIVE = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final SdkAsyncHttpClient network = NettyNioAsyncHttpClient.create();
    private final Queue<Fault> faults = new ArrayDeque<>();

    /** What happens to one request. */
    private interface Fault {
        CompletableFuture<Void> on(AsyncExecuteRequest request);
    }

    /** Nothing happens to the next requests. */
    public void pass(int times) {
        expect(times, network::execute);
    }

    /** The next requests do not reach the engine. */
    public void breakConnections(int times) {
        expect(times, request -> broken(request, "connection broken"));
    }

    /** The next requests are carried out, and their answers are lost. */
    public void loseAnswers(int times) {
        loseAnswers(times, () -> {});
    }

    /** The next requests are carried out, their answers are lost, and then this happens, which may wait for the engine. */
    public void loseAnswers(int times, Runnable then) {
        expect(
                times,
                request -> network.execute(discarding(request)).thenComposeAsync(sent -> {
                    then.run();
                    return broken(request, "answer lost");
                }));
    }

    /** The next requests are never answered. */
    public void hang(int times) {
        expect(times, request -> new CompletableFuture<>());
    }

    /** The next requests are answered by an error of that type, without reaching the engine. */
    public void answer(int times, int status, String type, String more) {
        String body = "{\"__type\":\"" + PREFIX + type + "\",\"message\":\"as told\"" + more + "}";
        expect(times, request -> answered(request, status, body));
    }

    /** The next request is answered with this, without reaching the engine. */
    public void answer(int status, String body) {
        expect(1, request -> answered(request, status, body));
    }

    /** How many of the faults are still to come. */
    public synchronized int left() {
        return faults.size();
    }

    public synchronized void calm() {
        faults.clear();
    }

    private synchronized void expect(int times, Fault fault) {
        for (int i = 0; i < times; i++) {
            faults.add(fault);
        }
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Fault fault = next();
        return fault == null ? network.execute(request) : fault.on(request);
    }

    private synchronized Fault next() {
        return faults.poll();
    }

    @Override
    public void close() {
        network.close();
    }

    /**
     * Breaks off in the middle of the answer. The handler's {@code onError} is no way to say it: the SDK begins the next attempt,
     * which uses the same handler, while that still runs, and then it fails the next attempt as well.
     */
    private static CompletableFuture<Void> broken(AsyncExecuteRequest request, String message) {
        request.responseHandler()
                .onHeaders(SdkHttpFullResponse.builder().statusCode(200).build());
        request.responseHandler().onStream(subscriber -> {
            subscriber.onSubscribe(NOTHING_TO_GIVE);
            subscriber.onError(new IOException(message));
        });
        return CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> answered(AsyncExecuteRequest request, int status, String body) {
        SdkHttpResponse response = SdkHttpFullResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .build();
        request.responseHandler().onHeaders(response);
        request.responseHandler()
                .onStream(SdkPublisher.fromIterable(List.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)))));
        return CompletableFuture.completedFuture(null);
    }

    private static AsyncExecuteRequest discarding(AsyncExecuteRequest request) {
        return AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(request.requestContentPublisher())
                .fullDuplex(request.fullDuplex())
                .responseHandler(new Discarding())
                .build();
    }

    private static final class Discarding implements SdkAsyncHttpResponseHandler {
        @Override
        public void onHeaders(SdkHttpResponse headers) {
            // Nobody is to see them.
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            var unused = SdkPublisher.adapt(stream).subscribe(buffer -> {});
        }

        @Override
        public void onError(Throwable error) {
            // The request's future tells.
        }
    }
}
