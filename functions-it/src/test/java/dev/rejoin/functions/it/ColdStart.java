package dev.rejoin.functions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rejoin.testkit.engine.LocalEngine;
import dev.rejoin.testkit.lambda.Answer;
import dev.rejoin.testkit.lambda.FunctionProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A measurement, which no build runs: how long each handler takes from the start of its process to its first request for an event,
 * and for that event, beside an empty handler. Without SnapStart and without Lambda's own preparations.
 *
 * <pre>./mvnw verify -pl functions-it -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=ColdStart -DargLine=-Drejoin.starts=20</pre>
 */
class ColdStart {
    private static final String HERE = "eu-west-1";
    private static final String PEER = "us-east-1";
    /** What Lambda's own Java runtime starts with. */
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx832m");

    private static final int STARTS = Integer.getInteger("rejoin.starts", 10);

    @Test
    void measure() throws IOException {
        assumeTrue(
                FunctionProcess.isSupported(), "AWS's runtime interface client runs on Linux x86_64 and aarch64 only");
        Map<String, String> events = new LinkedHashMap<>();
        events.put("Forwarder", Events.stream("101", 2));
        events.put("Applier", "{\"rejoin\":1,\"body\":\"not base64 of gzip\"}");
        events.put("Courier", Events.queue("101"));
        events.put("Sentinel", Events.resource("schedule.json"));
        events.put("Redrive", "{\"key\":\"no/such/object.json\"}");
        PrintStream out = System.out;
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        out.printf(Locale.ROOT, "%d starts each, load %.1f, Java %s%n", STARTS, load, Runtime.version());
        out.println("| handler | init, ms | first event, ms | init, to empty | both, to empty |");
        out.println("|---|---|---|---|---|");
        try (LocalEngine engine = LocalEngine.start(Path.of(System.getProperty("rejoin.dynamodbLocal")), 0);
                StubServices services = new StubServices();
                Tables here = new Tables(engine, HERE)) {
            here.put("101", "This item has changed");
            // The peer's answer is not measured; one that nobody can read makes the least work.
            services.applier(payload -> "{\"rejoin\":1,\"time\":0,\"error\":\"MALFORMED\",\"message\":\"\"}");
            Map<String, String> environment = Tables.environment(engine, services.endpoint(), HERE, PEER);
            Times empty = times(ClassPath.empty(), "dev.rejoin.functions.it.EmptyHandler", "{}", Map.of());
            empty.print(out, "(empty)", empty);
            for (Map.Entry<String, String> event : events.entrySet()) {
                String handler = "dev.rejoin.functions." + event.getKey() + "Handler";
                times(ClassPath.functions(), handler, event.getValue(), environment)
                        .print(out, event.getKey(), empty);
            }
        }
    }

    private static Times times(List<Path> classPath, String handler, String event, Map<String, String> environment) {
        List<Double> init = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (FunctionProcess function =
                    FunctionProcess.start(classPath, handler + "::handleRequest", environment, OPTIONS)) {
                long begin = System.nanoTime();
                Answer answer = function.invoke(event);
                first.add((System.nanoTime() - begin) / 1e6);
                init.add(function.initTime().toNanos() / 1e6);
                assertThat(answer.body()).doesNotContain("ClassNotFound", "NoClassDef");
            }
        }
        return new Times(median(init), median(first));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private record Times(double init, double first) {
        void print(PrintStream out, String name, Times empty) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.1f | %.1f |%n",
                    name,
                    init,
                    first,
                    init / empty.init,
                    (init + first) / (empty.init + empty.first));
        }
    }
}
