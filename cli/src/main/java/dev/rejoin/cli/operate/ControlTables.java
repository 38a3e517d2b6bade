package dev.rejoin.cli.operate;

import dev.rejoin.aws.control.ControlReader;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.clock.Actor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A replicated table's control tables in all its regions, some of which may not answer. */
public final class ControlTables implements AutoCloseable {
    private final Access access;
    private final Map<Actor, String> tables;
    private final Map<Actor, DynamoDbAsyncClient> clients = new LinkedHashMap<>();

    /**
     * @param access closed with this
     * @param tables the table's name in each region
     */
    ControlTables(Access access, Map<Actor, String> tables) {
        this.access = access;
        this.tables = new LinkedHashMap<>(tables);
        tables.keySet().forEach(region -> clients.put(region, access.client(DynamoDbAsyncClient.builder(), region)));
    }

    /**
     * What was read.
     *
     * @param silent why regions did not answer
     */
    public record Read(Standing standing, Map<Actor, String> silent) {}

    /** The regions, in the order in which they were named. */
    public List<Actor> regions() {
        return List.copyOf(tables.keySet());
    }

    /** The control table's name in a region. */
    public String name(Actor region) {
        return new TableNames(tables.getOrDefault(region, "")).control();
    }

    /**
     * The table itself, as the first region describes it that answers.
     *
     * @param clockName the reserved attribute
     * @throws UnavailableException if none answers
     */
    public ReplicatedTable describe(String clockName) {
        Map<Actor, CompletableFuture<ReplicatedTable>> asked = new LinkedHashMap<>();
        tables.forEach((region, table) -> asked.put(region, new TableSetup(client(region)).describe(table)));
        Map<Actor, String> silent = new LinkedHashMap<>();
        for (Map.Entry<Actor, CompletableFuture<ReplicatedTable>> each : asked.entrySet()) {
            try {
                ReplicatedTable table = each.getValue().join();
                return new ReplicatedTable(table.name(), table.shadowName(), table.keyNames(), clockName);
            } catch (CompletionException e) {
                silent.put(each.getKey(), why(e));
            }
        }
        throw new UnavailableException("no region tells what the table's key is: " + silent);
    }

    private static String why(CompletionException error) {
        return error.getCause() instanceof SdkException sdk ? AccessProblem.words(sdk) : Problem.of(error);
    }

    /** A client of a region. */
    public DynamoDbAsyncClient client(Actor region) {
        DynamoDbAsyncClient client = clients.get(region);
        if (client == null) {
            throw new IllegalArgumentException("no region " + region + " among " + regions());
        }
        return client;
    }

    /**
     * Asks all regions at once.
     *
     * @throws UnavailableException if none answers
     */
    public Read read() {
        Map<Actor, CompletableFuture<Standing.Copy>> asked = new LinkedHashMap<>();
        regions().forEach(region -> asked.put(region, ControlReader.read(client(region), name(region), regions())));
        Map<Actor, Standing.Copy> copies = new LinkedHashMap<>();
        Map<Actor, String> silent = new LinkedHashMap<>();
        asked.forEach((region, answer) -> {
            try {
                copies.put(region, answer.join());
            } catch (CompletionException e) {
                silent.put(region, why(e));
            }
        });
        if (copies.isEmpty()) {
            throw new UnavailableException("no region's control table answers: " + silent);
        }
        return new Read(Standing.of(regions(), copies), silent);
    }

    @Override
    public void close() {
        clients.values().forEach(DynamoDbAsyncClient::close);
        access.close();
    }
}
