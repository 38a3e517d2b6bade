package dev.rejoin.aws.store;

import dev.rejoin.aws.metrics.Problem;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Tells the SDK's failures apart by what they say of a write. */
final class Failures {
    private static final int SERVER_ERROR = 500;

    private Failures() {}

    /** What really went wrong. */
    static Throwable cause(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause(cause) : error;
    }

    /** Whether the write may have been done although this came back: the answer was lost, or the service was. */
    static boolean leavesUncertain(Throwable error) {
        if (error instanceof SdkServiceException service) {
            return service.statusCode() >= SERVER_ERROR;
        }
        return error instanceof ApiCallTimeoutException
                || error instanceof ApiCallAttemptTimeoutException
                || (error instanceof SdkException sdk && (isBrokenConnection(sdk.getCause()) || wasRepeated(sdk)));
    }

    private static boolean isBrokenConnection(@Nullable Throwable error) {
        return Problem.in(error, IOException.class) != null || Problem.in(error, TimeoutException.class) != null;
    }

    /** Whether the SDK had sent the request before, so that a refusal may be about our own earlier attempt. */
    static boolean wasRepeated(SdkException error) {
        Integer attempts = error.numAttempts();
        return attempts != null && attempts > 1;
    }

    /** Whether DynamoDB found fault with the request itself. */
    static boolean isRejected(Throwable error) {
        return error instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && "ValidationException".equals(service.awsErrorDetails().errorCode());
    }
}
