package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.number;
import static dev.rejoin.functions.template.Json.text;
import static dev.rejoin.functions.template.Json.texts;

import dev.rejoin.aws.config.ConfigException;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.aws.metrics.CloudWatchMetrics;
import dev.rejoin.functions.wiring.SentinelWiring;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with how the functions are configured and called. Each check returns a line for each fault. */
final class Wiring {
    static final String FUNCTION = "AWS::Serverless::Function";
    static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    static final String QUEUE = "AWS::SQS::Queue";

    private static final Map<String, Set<Need>> NEEDS = Map.of(
            "Forwarder", EnumSet.of(Need.HINT_QUEUES, Need.FAILURE_BUCKET),
            "Redrive", EnumSet.of(Need.HINT_QUEUES, Need.FAILURE_BUCKET),
            "Verifier", EnumSet.allOf(Need.class));
    private static final int SECONDS_TO_START = 5;
    private static final Pattern HANDLER = Pattern.compile("([\\w.]+)::(\\w+)");

    private Wiring() {}

    /** Every mapping reports partial failures; those of streams give up at last, and know where to put what they gave up. */
    static List<String> mappings(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(MAPPING).forEach((name, mapping) -> {
            if (!texts(mapping.get("FunctionResponseTypes")).contains("ReportBatchItemFailures")) {
                wrong.add(name + " does not report partial failures");
            }
            if (!text(mapping.get("FunctionName")).endsWith(":live")) {
                wrong.add(name + " does not call an alias");
            }
            String source = text(mapping.get("EventSourceArn"));
            if (source.contains(":dynamodb:")) {
                stream(name, mapping).forEach(wrong::add);
            } else if (deadLetters(stack, source) == null) {
                wrong.add(name + " reads a queue without dead letters or with endless retries");
            }
        });
        return wrong;
    }

    private static Stream<String> stream(String name, Map<String, Object> mapping) {
        List<String> wrong = new ArrayList<>();
        for (String bound : List.of("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")) {
            if (number(mapping.get(bound)) < 1) {
                wrong.add(name + " has no finite " + bound);
            }
        }
        if (!text(Json.at(mapping, "DestinationConfig", "OnFailure", "Destination"))
                .startsWith("arn:aws:s3:::")) {
            wrong.add(name + " has no bucket for what it gives up");
        }
        if (!"true".equals(mapping.get("BisectBatchOnFunctionError"))) {
            wrong.add(name + " does not bisect");
        }
        if (!"TRIM_HORIZON".equals(mapping.get("StartingPosition"))) {
            wrong.add(name + " may miss the first writes");
        }
        return wrong.stream();
    }

    private static @Nullable Object deadLetters(Stack stack, String queueArn) {
        return stack.ofType(QUEUE).values().stream()
                .filter(queue -> queueArn.endsWith(":" + queue.get("QueueName")))
                .filter(queue -> number(Json.at(queue, "RedrivePolicy", "maxReceiveCount")) >= 1)
                .map(queue -> Json.at(queue, "RedrivePolicy", "deadLetterTargetArn"))
                .findFirst()
                .orElse(null);
    }

    /** A message stays hidden for at least six times as long as the function that gets it may take. */
    static List<String> visibility(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(MAPPING)
                .forEach((name, mapping) -> stack.ofType(QUEUE).forEach((queueName, queue) -> {
                    if (text(mapping.get("EventSourceArn")).endsWith(":" + queue.get("QueueName"))) {
                        long timeout = number(function(stack, mapping).get("Timeout"));
                        long wanted = 6 * timeout + number(mapping.get("MaximumBatchingWindowInSeconds"));
                        if (number(queue.get("VisibilityTimeout")) < wanted) {
                            wrong.add(queueName + " is visible again before " + wanted + " s");
                        }
                    }
                }));
        return wrong;
    }

    /** The sentinel has told what it found before Lambda ends it, however long a peer's answer may be waited for. */
    static List<String> patience(Stack stack) {
        long timeout = number(stack.ofType(FUNCTION).get("Sentinel").get("Timeout"));
        long needed = SentinelWiring.MOST_PATIENCE
                .plus(CloudWatchMetrics.DEFAULT_PATIENCE)
                .toSeconds();
        return timeout - SECONDS_TO_START >= needed
                ? List.of()
                : List.of("the sentinel is ended after " + timeout + " s, and may need " + needed);
    }

    private static Map<String, Object> function(Stack stack, Map<String, Object> mapping) {
        return stack.ofType(FUNCTION).values().stream()
                .filter(function ->
                        text(mapping.get("FunctionName")).contains(":" + function.get("FunctionName") + ":"))
                .findFirst()
                .orElseThrow();
    }

    /** The environment is one that the code accepts, and the code reads all of it. */
    static List<String> environment(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(FUNCTION).forEach((name, function) -> {
            Map<String, String> variables = variables(function);
            Set<String> read = new TreeSet<>();
            try {
                FunctionConfig.parse(new Watched(variables, read), needs(name));
            } catch (ConfigException e) {
                wrong.add(name + ": " + e.getMessage());
            }
            variables.keySet().stream()
                    .filter(variable -> !read.contains(variable))
                    .forEach(variable -> wrong.add(name + " is given " + variable + ", which nothing reads"));
        });
        return wrong;
    }

    private static Set<Need> needs(String function) {
        return NEEDS.getOrDefault(function, EnumSet.noneOf(Need.class));
    }

    static Map<String, String> variables(Map<String, Object> function) {
        Map<String, String> variables = new LinkedHashMap<>();
        map(Json.at(function, "Environment", "Variables")).forEach((name, value) -> variables.put(name, text(value)));
        return variables;
    }

    /** Remembers what was asked for. */
    private static final class Watched extends HashMap<String, String> {
        private final transient Set<String> read;

        Watched(Map<String, String> variables, Set<String> read) {
            super(variables);
            this.read = read;
        }

        @Override
        public String get(Object name) {
            read.add(name.toString());
            return super.get(name);
        }
    }

    /** Every handler is a public method of a class that can be loaded. */
    static List<String> handlers(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(FUNCTION).forEach((name, function) -> {
            String handler = text(function.get("Handler"));
            Matcher matcher = HANDLER.matcher(handler);
            if (!matcher.matches() || !isMethod(matcher.group(1), matcher.group(2))) {
                wrong.add(name + " has a handler that does not exist: " + handler);
            }
        });
        return wrong;
    }

    private static boolean isMethod(String className, String method) {
        try {
            Class<?> type = Class.forName(className, false, Wiring.class.getClassLoader());
            return Stream.of(type.getMethods())
                    .anyMatch(candidate -> candidate.getName().equals(method));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** All functions run the same way, and nobody but peers may invoke anything, and only the aliases of applier and verifier. */
    static List<String> functions(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(FUNCTION).forEach((name, function) -> {
            if (!"java21".equals(function.get("Runtime"))
                    || !texts(function.get("Architectures")).equals(List.of("arm64"))) {
                wrong.add(name + " is not java21 on arm64");
            }
            if (!"PublishedVersions".equals(Json.at(function, "SnapStart", "ApplyOn"))
                    || !"live".equals(function.get("AutoPublishAlias"))
                    || !"true".equals(function.get("AutoPublishAliasAllProperties"))) {
                wrong.add(name + " publishes no snapshot under the alias whenever it changes");
            }
            if (!"Text".equals(Json.at(function, "LoggingConfig", "LogFormat"))) {
                wrong.add(name + " would have its JSON lines wrapped in JSON");
            }
        });
        stack.ofType("AWS::Lambda::Permission").forEach((name, permission) -> {
            if (!text(permission.get("FunctionName")).matches(".*-(applier|verifier):live")
                    || !text(permission.get("Principal")).matches("[0-9]{12}")
                    || !"lambda:InvokeFunction".equals(permission.get("Action"))) {
                wrong.add(name + " lets others in than a peer's account, or further than applier and verifier");
            }
        });
        return wrong;
    }
}
