package dev.rejoin.functions.wiring;

import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** The AWS clients of one function. */
public interface Clients {
    DynamoDbAsyncClient dynamo();

    DynamoDbStreamsAsyncClient streams();

    SqsAsyncClient sqs();

    S3AsyncClient s3();

    CloudWatchAsyncClient cloudWatch();

    KmsAsyncClient kms();

    /** Of a peer's region. */
    LambdaAsyncClient lambda(String region);

    /** As {@link #lambda}, of functions that work as long as a function may before they answer. */
    LambdaAsyncClient patientLambda(String region);
}
