package dev.rejoin.functions;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One bucket in memory, which may be broken. */
final class FakeS3 implements S3AsyncClient {
    final Map<String, byte[]> objects = new TreeMap<>();
    boolean broken;

    @Override
    public CompletableFuture<PutObjectResponse> putObject(PutObjectRequest request, AsyncRequestBody body) {
        if (broken) {
            return CompletableFuture.failedFuture(
                    S3Exception.builder().message("broken").build());
        }
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        var unused = body.subscribe(buffer -> {
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    read.complete(bytes);
                })
                .thenRun(() -> read.complete(new byte[0]));
        return read.thenApply(bytes -> {
            objects.put(request.key(), bytes);
            return PutObjectResponse.builder().build();
        });
    }

    @Override
    public <T> CompletableFuture<T> getObject(
            GetObjectRequest request, AsyncResponseTransformer<GetObjectResponse, T> transformer) {
        CompletableFuture<T> result = transformer.prepare();
        transformer.onResponse(GetObjectResponse.builder().build());
        transformer.onStream(SdkPublisher.fromIterable(java.util.List.of(ByteBuffer.wrap(objects.get(request.key())))));
        return result;
    }

    @Override
    public CompletableFuture<DeleteObjectResponse> deleteObject(DeleteObjectRequest request) {
        objects.remove(request.key());
        return CompletableFuture.completedFuture(DeleteObjectResponse.builder().build());
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
