package dev.rejoin.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.demo.scene.StepReport;
import dev.rejoin.cli.local.node.LagBook.Lag;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import java.util.List;

/** The end of the demo, for programs: one document. */
final class JsonReport {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonReport() {}

    static String of(DemoReport report, List<Actor> regions) {
        ObjectNode node = JSON.objectNode();
        node.put("held", report.held());
        node.put("seed", report.seed());
        node.put("seconds", report.time().toMillis() / 1_000.0);
        regions.forEach(region -> node.withArray("regions").add(region.name()));
        report.steps().forEach(step -> node.withArray("steps").add(step(step)));
        node.set("comparison", comparison(report.comparison()));
        node.set("figures", figures(report.figures()));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that is no JSON", e);
        }
    }

    private static ObjectNode step(StepReport step) {
        ObjectNode node = JSON.objectNode();
        node.put("number", step.number()).put("title", step.title()).put("held", step.held());
        step.checks()
                .forEach(check -> node.withArray("checks")
                        .addObject()
                        .put("held", check.held())
                        .put("claim", check.claim()));
        node.put("writes", step.writes());
        node.set("lagMillis", lag(step.lag()));
        return node.put("seconds", step.time().toMillis() / 1_000.0);
    }

    private static ObjectNode lag(Lag lag) {
        return JSON.objectNode()
                .put("count", lag.count())
                .put("p50", lag.p50())
                .put("p99", lag.p99())
                .put("max", lag.max());
    }

    private static ObjectNode comparison(Comparison comparison) {
        ObjectNode node = JSON.objectNode();
        node.put("equal", comparison.areEqual()).put("items", comparison.items());
        node.put("metadataBytes", comparison.metadataBytes());
        ArrayNode differences = node.putArray("differences");
        for (Comparison.Difference difference : comparison.differences()) {
            ObjectNode values = differences
                    .addObject()
                    .put("item", Show.key(difference.key()))
                    .put("attribute", difference.attribute())
                    .putObject("values");
            difference.values().forEach((region, value) -> values.put(region.name(), value));
        }
        return node;
    }

    private static ObjectNode figures(Figures figures) {
        ObjectNode node = JSON.objectNode()
                .put("writes", figures.writes())
                .put("applied", figures.applied())
                .put("conflicts", figures.conflicts())
                .put("hints", figures.hints())
                .put("repeated", figures.repeated())
                .put("givenUp", figures.givenUp());
        ArrayNode lags = node.putArray("lagMillis");
        figures.lags().forEach((pair, lag) -> {
            ObjectNode entry = lags.addObject();
            entry.put("from", pair.from().name()).put("to", pair.to().name());
            entry.setAll(lag(lag));
        });
        return node;
    }
}
