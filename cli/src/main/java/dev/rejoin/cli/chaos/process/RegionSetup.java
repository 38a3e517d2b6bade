package dev.rejoin.cli.chaos.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.clock.Actor;
import dev.rejoin.version.Home;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a region's process is told when it starts: one line of JSON on its standard input.
 *
 * @param self the region
 * @param table the applications' table
 * @param key its partition key, a string
 * @param journal the table of conflicts
 * @param stream the table's stream
 * @param streamCreatedMillis when that was created
 * @param counters attributes that count
 * @param store where the region's DynamoDB answers
 * @param links where each peer's applier answers
 * @param folder where the process keeps what outlives it, and what it gives up
 * @param skewMillis how far its clock is ahead
 */
public record RegionSetup(
        String self,
        String table,
        String key,
        String journal,
        String stream,
        long streamCreatedMillis,
        Set<String> counters,
        URI store,
        Map<String, URI> links,
        String folder,
        long skewMillis) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One line. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a setup that is no JSON", e);
        }
    }

    /** @throws IllegalArgumentException if that is none */
    static RegionSetup of(String json) {
        try {
            return JSON.readValue(json, RegionSetup.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no setup of a region: " + e.getOriginalMessage(), e);
        }
    }

    Actor actor() {
        return new Actor(self);
    }

    Home home() {
        return new Home(actor(), table);
    }

    ReplicatedTable replicated() {
        return ReplicatedTable.of(table, key);
    }

    Path path() {
        return Path.of(folder);
    }
}
