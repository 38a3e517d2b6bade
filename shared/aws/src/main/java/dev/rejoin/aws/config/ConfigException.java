package dev.rejoin.aws.config;

import java.util.List;

/** An environment that no function can work with. The message names everything that is wrong. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(List<String> errors) {
        super("the function's environment is wrong: " + String.join("; ", errors));
    }
}
