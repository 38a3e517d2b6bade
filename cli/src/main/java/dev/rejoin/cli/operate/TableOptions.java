package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.option.OutputOption;
import dev.rejoin.clock.Actor;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The part of a command line that says which table, in which regions, and how the result is told. */
public final class TableOptions {
    private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,220}");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The replicated table.")
    @SuppressWarnings("NullAway.Init")
    private String table;

    @Option(
            names = "--regions",
            paramLabel = "R",
            split = ",",
            description =
                    "Its regions, separated by commas; R=NAME where the table has another name. If not given: all that"
                            + " the table's control table knows, asked for in the region of the AWS configuration.")
    private List<String> regions = new ArrayList<>();

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "${env:REJOIN_ENDPOINT}",
            description =
                    "Of DynamoDB Local, for instance http://localhost:8000; REJOIN_ENDPOINT says the same. AWS if not"
                            + " given.")
    private @Nullable String endpoint;

    @Option(names = "--profile", paramLabel = "NAME", description = "Profile of the AWS configuration files.")
    private @Nullable String profile;

    @Option(
            names = "--clock-attribute",
            paramLabel = "NAME",
            defaultValue = ReplicatedTable.DEFAULT_CLOCK_NAME,
            description = "The attribute that is reserved for the clock. Default: ${DEFAULT-VALUE}")
    private String clockName = ReplicatedTable.DEFAULT_CLOCK_NAME;

    @Mixin
    private OutputOption output = new OutputOption();

    /** Asked for and told once, however often a command connects. */
    private final Map<Actor, String> heard = new LinkedHashMap<>();

    /** Made by the command line's parser. */
    public TableOptions() {}

    /** The table as it was named. */
    public String table() {
        return table;
    }

    /** The attribute that is reserved for the clock. */
    public String clockName() {
        return clockName;
    }

    /** Whether a program reads the result, as one JSON document on standard output. */
    public boolean isJson() {
        return output.isJson();
    }

    /**
     * Connects to the table in its regions. Close what you get.
     *
     * @param leastRegions how many there must be
     * @throws ParameterException if the options are wrong
     * @throws dev.rejoin.cli.UnavailableException if a region has no such table or does not answer
     */
    public OperatedTable open(int leastRegions) {
        Found found = find(leastRegions);
        return OperatedTable.open(found.access, found.tables, clockName);
    }

    /**
     * Gives the way to the control tables, without asking whether they are there: for what must also work while a region is
     * away. Close what you get.
     *
     * @param leastRegions how many there must be
     * @throws ParameterException if the options are wrong
     * @throws dev.rejoin.cli.UnavailableException if no regions are named, and the one here does not answer
     */
    public ControlTables control(int leastRegions) {
        Found found = find(leastRegions);
        return new ControlTables(found.access, found.tables);
    }

    private record Found(Access access, Map<Actor, String> tables) {}

    private Found find(int leastRegions) {
        requireName(table);
        Map<Actor, String> named = named();
        Access access = new Access(endpoint(), profile);
        try {
            Map<Actor, String> tables = named.isEmpty() ? known(access) : named;
            if (tables.size() < leastRegions) {
                throw wrong("this needs " + leastRegions + " regions or more; name them with --regions, not only "
                        + tables.keySet());
            }
            return new Found(access, tables);
        } catch (RuntimeException e) {
            access.close();
            throw e;
        }
    }

    /** An error in the command line, to be thrown. */
    public ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Where the result goes: standard output. */
    public PrintWriter result() {
        return spec.commandLine().getOut();
    }

    /** For what a person should know beside the result: standard error. */
    public PrintWriter notes() {
        return spec.commandLine().getErr();
    }

    private Map<Actor, String> known(Access access) {
        if (!heard.isEmpty()) {
            return heard;
        }
        Actor home = access.home()
                .orElseThrow(() -> wrong("name the table's regions with --regions, or set AWS_REGION to one of them"));
        String control = new TableNames(table).control();
        List<Actor> found;
        try (DynamoDbAsyncClient client = access.client(DynamoDbAsyncClient.builder(), home)) {
            found = AccessProblem.await(
                    "control table " + control + " in " + home, new KnownRegions(client, control).find());
        }
        if (found.isEmpty()) {
            throw wrong("no region wrote a heartbeat to " + control + " in " + home + " yet; name them with --regions");
        }
        notes().println("Regions, from the heartbeats in " + control + " of " + home + ": "
                + found.stream().map(Actor::name).collect(Collectors.joining(", ")));
        found.forEach(actor -> heard.put(actor, table));
        return heard;
    }

    /** The regions that the command line names, with the table's name in each. */
    private Map<Actor, String> named() {
        Map<Actor, String> tables = new LinkedHashMap<>();
        for (String region : regions) {
            int at = region.indexOf('=');
            String name = at < 0 ? table : region.substring(at + 1);
            requireName(name);
            if (tables.put(actor(at < 0 ? region : region.substring(0, at)), name) != null) {
                throw wrong("--regions names " + region + " twice");
            }
        }
        return tables;
    }

    private Actor actor(String name) {
        try {
            return new Actor(name.strip());
        } catch (IllegalArgumentException e) {
            throw wrong("--regions: '" + name + "' is not a region's name, as eu-west-1");
        }
    }

    private void requireName(String name) {
        if (!TABLE_NAME.matcher(name).matches()) {
            throw wrong("'" + name + "' is not a table's name: 3 to 220 of a-z A-Z 0-9 _ . -");
        }
    }

    private @Nullable URI endpoint() {
        if (endpoint == null || endpoint.isBlank()) {
            return null;
        }
        try {
            URI uri = new URI(endpoint);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, like any other text that is no address.
        }
        throw wrong("--endpoint must be like http://localhost:8000, not " + endpoint);
    }
}
