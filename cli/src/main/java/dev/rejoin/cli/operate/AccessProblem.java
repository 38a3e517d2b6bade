package dev.rejoin.cli.operate;

import dev.rejoin.cli.UnavailableException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Why a request could not be made, in one line that says the mend. */
public final class AccessProblem {
    private static final int SERVER_ERROR = 500;
    private static final Set<String> NOT_ALLOWED = Set.of("AccessDeniedException", "AccessDenied");
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "ExpiredTokenException",
            "ExpiredToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "InvalidClientTokenId");

    private AccessProblem() {}

    /**
     * The result of a request.
     *
     * @param what was asked for, as "table orders in eu-west-1"
     * @throws UnavailableException if the service could not be asked, or would not answer
     */
    public static <T> T await(String what, CompletableFuture<T> request) {
        try {
            return request.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SdkException problem) {
                throw new UnavailableException(what + ": " + words(problem), problem);
            }
            throw e;
        }
    }

    /** The problem and its mend. */
    public static String words(SdkException problem) {
        if (problem instanceof ResourceNotFoundException) {
            return "there is no such table. Check its name, --regions, and which account or endpoint is asked";
        } else if (problem instanceof AwsServiceException service) {
            return words(service);
        }
        String message = String.valueOf(problem.getMessage());
        if (isAboutCredentials(message)) {
            return "there are no credentials. Sign in (aws sso login, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY), or give --profile; for a local engine give --endpoint";
        }
        String reason = problem instanceof SdkClientException && problem.getCause() != null
                ? message + " (" + problem.getCause().getMessage() + ")"
                : message;
        return "no answer: " + reason + ". Check the network, the region's name and the endpoint";
    }

    /** Whether the service, or the way to it, is what failed: the same request may succeed later. */
    public static boolean isSilence(SdkException problem) {
        return problem instanceof AwsServiceException service
                ? service.statusCode() >= SERVER_ERROR || service.isThrottlingException()
                : !isAboutCredentials(String.valueOf(problem.getMessage()));
    }

    private static String words(AwsServiceException problem) {
        String code = problem.awsErrorDetails() == null
                ? ""
                : String.valueOf(problem.awsErrorDetails().errorCode());
        if (NOT_ALLOWED.contains(code)) {
            return "not allowed. Give this identity the permission: " + problem.getMessage();
        } else if (BAD_CREDENTIALS.contains(code)) {
            return "the credentials are not accepted (" + code + "). Sign in again, or check --profile";
        }
        return "refused: " + problem.getMessage();
    }

    private static boolean isAboutCredentials(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("credentials") || lower.contains("profile");
    }
}
