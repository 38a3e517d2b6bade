package dev.rejoin.aws.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer's applier.
 *
 * @param arn its name, with the alias
 * @param region where it is
 */
public record PeerFunction(String arn, String region) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:lambda:([a-z0-9-]+):\\d{12}:function:[a-zA-Z0-9_-]+(:[a-zA-Z0-9$_-]+)?");

    /** The function of that name, empty if it is none. */
    static Optional<PeerFunction> of(String arn) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() ? Optional.of(new PeerFunction(arn, matcher.group(1))) : Optional.empty();
    }
}
