package dev.rejoin.functions.verify;

import dev.rejoin.functions.Deadline;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** What the steps of a run leave for each other: a state machine carries only little. */
public final class RunFiles {
    private static final String FOLDER = "verify/";

    private final S3AsyncClient client;
    private final String bucket;

    public RunFiles(S3AsyncClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** @throws IllegalStateException if it cannot be kept */
    void write(String run, String name, byte[] bytes, Deadline deadline) {
        Waiting.on(
                client.putObject(
                        put -> put.bucket(bucket).key(FOLDER + run + "/" + name), AsyncRequestBody.fromBytes(bytes)),
                "keeping " + name,
                deadline);
    }

    /** @throws IllegalStateException if it cannot be read */
    byte[] read(String run, String name, Deadline deadline) {
        return Waiting.on(
                        client.getObject(
                                get -> get.bucket(bucket).key(FOLDER + run + "/" + name),
                                AsyncResponseTransformer.toBytes()),
                        "reading " + name,
                        deadline)
                .asByteArray();
    }
}
