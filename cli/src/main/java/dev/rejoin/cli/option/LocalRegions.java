package dev.rejoin.cli.option;

import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --regions} of a command that makes its regions on this machine. */
public final class LocalRegions {
    private static final int LEAST = 2;
    private static final int MOST = 5;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--regions",
            paramLabel = "R",
            split = ",",
            defaultValue = "eu-west-1,us-east-1,ap-south-1",
            description = "Two to five names, separated by commas. Default: ${DEFAULT-VALUE}")
    private List<String> regions = new ArrayList<>();

    /** Made by the command line's parser. */
    public LocalRegions() {}

    /**
     * The regions, in the order in which they were named.
     *
     * @throws ParameterException if they are not two to five different names
     */
    public List<Actor> actors() {
        Set<String> names = new LinkedHashSet<>(regions);
        if (names.size() != regions.size() || names.size() < LEAST || names.size() > MOST) {
            throw wrong("--regions must be 2 to 5 different names, not " + String.join(",", regions));
        }
        try {
            return names.stream().map(Actor::new).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--regions: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
