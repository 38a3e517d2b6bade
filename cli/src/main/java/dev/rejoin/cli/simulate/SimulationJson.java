package dev.rejoin.cli.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.BugHunt;
import dev.rejoin.testkit.sim.Campaign;
import dev.rejoin.testkit.sim.RunResult;
import dev.rejoin.testkit.sim.Sometimes;
import java.util.Map;
import java.util.Optional;

/** Results for programs. */
final class SimulationJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SimulationJson() {}

    static String of(Campaign.Report report) {
        ObjectNode node = JSON.objectNode();
        node.put("runs", report.runs());
        node.put("steps", report.steps());
        ArrayNode failures = node.putArray("failures");
        report.failures().forEach(failed -> failures.add(run(failed)));
        ObjectNode reached = node.putObject("reached");
        for (Sometimes.Path path : Sometimes.Path.values()) {
            reached.put(path.name(), report.sometimes().of(path));
        }
        return node.toPrettyString();
    }

    static String of(RunResult result) {
        ObjectNode node = run(result);
        ArrayNode trace = node.putArray("trace");
        Failures.trace(result).forEach(trace::add);
        return node.toPrettyString();
    }

    /**
     * What a hunt found.
     *
     * @param runs how many runs it had for each rule at most
     */
    static String of(Map<Rule, Optional<BugHunt.Found>> hunted, long runs) {
        ObjectNode node = JSON.objectNode();
        node.put("runs", runs);
        ArrayNode planted = node.putArray("planted");
        hunted.forEach((rule, found) -> {
            ObjectNode one = planted.addObject();
            one.put("rule", rule.name());
            one.put("whenBroken", rule.whenBroken());
            one.put("found", found.isPresent());
            found.ifPresent(hit -> {
                one.put("atRun", hit.runs());
                one.put("scenario", hit.result().scenario().replay());
            });
        });
        return node.toPrettyString();
    }

    private static ObjectNode run(RunResult result) {
        ObjectNode node = JSON.objectNode();
        node.put("replay", "rejoin simulate " + result.scenario().replay());
        node.put("failure", result.failure());
        node.put("traceHash", Long.toHexString(result.traceHash()));
        node.put("steps", result.steps());
        return node;
    }
}
