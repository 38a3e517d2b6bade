package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.list;
import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.text;

import dev.rejoin.aws.metrics.MetricName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with alarms and dashboard. */
final class Watching {
    static final String ALARM = "AWS::CloudWatch::Alarm";
    private static final Pattern SEARCH =
            Pattern.compile("SEARCH\\('\\{([^,}]+),([^}]+)} MetricName=\"(\\w+)\" [^']*', '(\\w+)', \\d+\\)");

    private Watching() {}

    /** A metric as an alarm or a widget names it. */
    record Named(String by, String namespace, String name, List<String> dimensions) {}

    /** Every alarm says what silence means, tells somebody, and says what it is about. */
    static List<String> alarms(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(ALARM).forEach((name, alarm) -> {
            if (text(alarm.get("TreatMissingData")).isEmpty()) {
                wrong.add(name + " does not say what missing data means");
            }
            if (list(alarm.get("AlarmActions")).isEmpty()
                    || list(alarm.get("OKActions")).isEmpty()) {
                wrong.add(name + " tells nobody");
            }
            if (text(alarm.get("AlarmDescription")).isEmpty()) {
                wrong.add(name + " does not say what it means");
            }
            if (text(alarm.get("AlarmName")).contains("-lag-")) {
                wrong.add(name + " has a name of the kind that the sentinel removes");
            }
        });
        if (stack.ofType(ALARM).values().stream()
                .noneMatch(alarm -> MetricName.HEARTBEATS.text().equals(alarm.get("MetricName"))
                        && "breaching".equals(alarm.get("TreatMissingData")))) {
            wrong.add("a dead sentinel is not noticed");
        }
        return wrong;
    }

    /** Whatever should be watched has an alarm. */
    static List<String> watched(Stack stack) {
        Set<String> watched = new HashSet<>();
        stack.ofType(ALARM).values().forEach(alarm -> watched.add(alarm.get("MetricName") + " " + values(alarm)));
        List<String> wanted = new ArrayList<>();
        String table = text(
                Json.at(stack.ofType(Wiring.FUNCTION).get("Forwarder"), "Environment", "Variables", "REJOIN_TABLE"));
        stack.ofType(Wiring.FUNCTION).values().forEach(function -> {
            wanted.add("Errors " + List.of(function.get("FunctionName")));
            wanted.add("Throttles " + List.of(function.get("FunctionName")));
        });
        stack.ofType(Wiring.QUEUE).values().forEach(queue -> {
            boolean isDead = queue.get("RedrivePolicy") == null;
            String metric = isDead ? "ApproximateNumberOfMessagesVisible " : "ApproximateAgeOfOldestMessage ";
            wanted.add(metric + List.of(queue.get("QueueName")));
            if (isDead) {
                String peer = text(queue.get("QueueName")).replaceFirst(".*-dead-", "");
                wanted.add("ClockSkew " + List.of(table, peer, Stack.REGION));
                wanted.add("RepairNeeded " + List.of(table, Stack.REGION, peer));
            }
        });
        for (String metric : List.of(
                "Heartbeats ",
                "Conflicts ",
                "Poison ",
                "PolicyWaits ",
                "TableReplaced ",
                "StreamAge ",
                "Isolated ",
                "Fenced ",
                "TombstonesHeldDays ")) {
            wanted.add(metric + List.of(table, Stack.REGION));
        }
        wanted.removeAll(watched);
        return wanted.stream().map(missing -> "nothing watches " + missing).toList();
    }

    private static List<Object> values(Map<String, Object> alarm) {
        List<Object> values = new ArrayList<>();
        list(alarm.get("Dimensions"))
                .forEach(dimension -> values.add(text(map(dimension).get("Value"))));
        return values;
    }

    /** The code writes every metric of our namespace that is looked at, with just these dimensions. */
    static List<String> metrics(Stack stack) {
        return Stream.concat(ofAlarms(stack).stream(), ofDashboard(stack).stream())
                .filter(named -> !named.namespace().startsWith("AWS/"))
                .filter(named -> !isWritten(named))
                .map(named -> "nothing writes what " + named.by() + " looks at: " + named)
                .toList();
    }

    private static boolean isWritten(Named named) {
        return named.namespace().equals(MetricName.NAMESPACE)
                && Stream.of(MetricName.values())
                        .anyMatch(metric -> metric.text().equals(named.name())
                                && metric.dimensionNames().equals(named.dimensions()));
    }

    static List<Named> ofAlarms(Stack stack) {
        List<Named> named = new ArrayList<>();
        stack.ofType(ALARM).forEach((name, alarm) -> {
            List<String> dimensions = new ArrayList<>();
            list(alarm.get("Dimensions"))
                    .forEach(dimension -> dimensions.add(text(map(dimension).get("Name"))));
            named.add(new Named(name, text(alarm.get("Namespace")), text(alarm.get("MetricName")), dimensions));
        });
        return named;
    }

    /** Fails if the dashboard's body is no JSON, or has a metric that cannot be understood. */
    static List<Named> ofDashboard(Stack stack) {
        List<Named> named = new ArrayList<>();
        stack.ofType("AWS::CloudWatch::Dashboard").values().forEach(dashboard -> {
            Object body = CloudFormationYaml.read(text(dashboard.get("DashboardBody")));
            list(map(body).get("widgets")).forEach(widget -> {
                String title = text(Json.at(widget, "properties", "title"));
                list(Json.at(widget, "properties", "metrics")).forEach(metric -> named.add(named(title, list(metric))));
            });
        });
        return named;
    }

    private static Named named(String title, List<Object> metric) {
        Object expression = Json.at(metric.get(0), "expression");
        if (expression == null) {
            List<String> dimensions = new ArrayList<>();
            for (int i = 2; i + 1 < metric.size(); i += 2) {
                dimensions.add(text(metric.get(i)));
            }
            return new Named(title, text(metric.get(0)), text(metric.get(1)), dimensions);
        }
        Matcher matcher = SEARCH.matcher(text(expression));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a search for one metric: " + expression);
        }
        return new Named(
                title,
                matcher.group(1),
                matcher.group(3),
                List.of(matcher.group(2).split(",")));
    }
}
