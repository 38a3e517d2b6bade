package dev.rejoin.aws.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers what is wrong, so that all of it can be told at once. */
final class Problems {
    private final List<PolicyError> errors = new ArrayList<>();

    void add(Node at, String message) {
        add(at.getStartMark(), message);
    }

    void add(Optional<Mark> at, String message) {
        errors.add(new PolicyError(at.map(mark -> mark.getLine() + 1).orElse(0), message));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    PolicyException exception() {
        return new PolicyException(errors.stream()
                .sorted(Comparator.comparingInt(PolicyError::line))
                .toList());
    }
}
