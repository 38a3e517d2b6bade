package dev.rejoin.aws.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy file that cannot be used. It holds everything that is wrong, in the order of the lines. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyError> errors;

    PolicyException(List<PolicyError> errors) {
        super(errors.stream().map(PolicyError::toString).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public List<PolicyError> errors() {
        return errors;
    }
}
