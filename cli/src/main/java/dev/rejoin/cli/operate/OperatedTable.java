package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A replicated table in all the regions that a command was given. */
public final class OperatedTable implements AutoCloseable {
    private final Access access;
    private final List<DynamoDbAsyncClient> clients = new ArrayList<>();
    private final Map<Actor, OperatedRegion> regions = new LinkedHashMap<>();

    private OperatedTable(Access access) {
        this.access = access;
    }

    /**
     * Describes the table in every region.
     *
     * @param access closed with the table, also if this fails
     * @param tables the table's name in each region
     * @param clockName the reserved attribute
     * @throws UnavailableException if a region has no such table or does not answer, or the regions' keys differ
     */
    static OperatedTable open(Access access, Map<Actor, String> tables, String clockName) {
        OperatedTable opened = new OperatedTable(access);
        try {
            opened.describe(tables, clockName);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** A region that was asked what its table is. */
    private record Asked(String what, CompletableFuture<OperatedRegion> answer) {}

    private void describe(Map<Actor, String> tables, String clockName) {
        List<Asked> asked = new ArrayList<>();
        tables.forEach((actor, name) -> asked.add(ask(actor, name, clockName)));
        for (Asked each : asked) {
            OperatedRegion region = AccessProblem.await(each.what, each.answer);
            regions.put(region.actor(), region);
        }
        requireOneKey();
    }

    private Asked ask(Actor actor, String name, String clockName) {
        DynamoDbAsyncClient client = access.client(DynamoDbAsyncClient.builder(), actor);
        clients.add(client);
        return new Asked(
                "table " + name + " in " + actor,
                new TableSetup(client)
                        .describe(name)
                        .thenApply(table -> new OperatedRegion(actor, named(table, clockName), client)));
    }

    private static ReplicatedTable named(ReplicatedTable table, String clockName) {
        return new ReplicatedTable(table.name(), new TableNames(table.name()).shadow(), table.keyNames(), clockName);
    }

    private void requireOneKey() {
        Set<List<String>> keys = regions.values().stream()
                .map(region -> region.table().keyNames())
                .collect(Collectors.toSet());
        if (keys.size() > 1) {
            throw new UnavailableException("the table's key is not the same in all regions: "
                    + regions.values().stream()
                            .map(region ->
                                    region.actor() + " has " + region.table().keyNames())
                            .collect(Collectors.joining(", "))
                    + ". Check the names in --regions");
        }
    }

    /** The regions, in the order in which they were named. */
    public List<OperatedRegion> regions() {
        return List.copyOf(regions.values());
    }

    /** Their names, in the same order. */
    public List<Actor> actors() {
        return List.copyOf(regions.keySet());
    }

    /**
     * One region.
     *
     * @throws IllegalArgumentException if it is none of those that were named
     */
    public OperatedRegion region(Actor actor) {
        OperatedRegion region = regions.get(actor);
        if (region == null) {
            throw new IllegalArgumentException("no region " + actor + " among " + regions.keySet());
        }
        return region;
    }

    /** For clients of other services in these regions. */
    public Access access() {
        return access;
    }

    @Override
    public void close() {
        clients.forEach(DynamoDbAsyncClient::close);
        access.close();
    }
}
