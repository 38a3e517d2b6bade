package dev.rejoin.functions.states;

import static java.util.Objects.requireNonNull;

import dev.rejoin.aws.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a definition: tasks, maps, choices, waits and passes, with references as {@code $.a.b} and {@code $$.a.b}. A field or a type
 * of state that it does not know is an error, so that nothing of a definition is passed over.
 */
public final class StateMachine {
    private static final int MOST_STEPS = 1_000;
    private static final Set<String> COMMON = Set.of("Type", "Comment", "Next", "End");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Task", Set.of("Resource", "Parameters", "ResultPath", "Retry"),
            "Map", Set.of("Label", "ItemsPath", "ItemSelector", "MaxConcurrency", "ItemProcessor", "ResultPath"),
            "Choice", Set.of("Choices", "Default"),
            "Wait", Set.of("SecondsPath"),
            "Pass", Set.of("Parameters", "InputPath"));

    private final Map<String, Object> definition;
    private final BiFunction<String, Object, Object> tasks;
    private final LongConsumer waiting;
    private final Set<String> visited = new LinkedHashSet<>();

    /**
     * @param tasks what a resource makes of its input
     * @param waiting hears of the seconds of a wait, instead of time that passes
     */
    public StateMachine(
            Map<String, Object> definition, BiFunction<String, Object, Object> tasks, LongConsumer waiting) {
        this.definition = definition;
        this.tasks = tasks;
        this.waiting = waiting;
    }

    /** The states that were entered so far, in any run. */
    public Set<String> visited() {
        return visited;
    }

    /** The output of an execution. */
    public Object run(String name, Object input) {
        return run(definition, input, Map.of("Execution", Map.of("Name", name)));
    }

    private Object run(Map<String, Object> machine, Object input, Map<String, Object> context) {
        Map<String, Object> states = Json.object(Json.field(machine, "States"));
        String next = Json.text(machine, "StartAt");
        Object current = input;
        for (int step = 0; step < MOST_STEPS; step++) {
            visited.add(next);
            Map<String, Object> state = Json.object(Json.field(states, next));
            check(next, state);
            if (state.get("Type").equals("Choice")) {
                next = choice(state, current, context);
                continue;
            }
            current = enter(state, current, context);
            if (Boolean.TRUE.equals(state.get("End"))) {
                return current;
            }
            next = Json.text(state, "Next");
        }
        throw new IllegalStateException("no end after " + MOST_STEPS + " steps");
    }

    private static void check(String name, Map<String, Object> state) {
        Set<String> known = new LinkedHashSet<>(COMMON);
        Set<String> own = FIELDS.get(Json.text(state, "Type"));
        if (own == null) {
            throw new IllegalArgumentException(name + " is of type " + state.get("Type"));
        }
        known.addAll(own);
        if (!known.containsAll(state.keySet())) {
            throw new IllegalArgumentException(name + " has " + state.keySet() + ", and known are " + known);
        }
    }

    private Object enter(Map<String, Object> state, Object input, Map<String, Object> context) {
        return switch (Json.text(state, "Type")) {
            case "Task" -> {
                Object asked = state.containsKey("Parameters")
                        ? filled(Json.field(state, "Parameters"), input, context)
                        : input;
                yield placed(state, input, tasks.apply(Json.text(state, "Resource"), asked));
            }
            case "Map" -> placed(state, input, map(state, input, context));
            case "Wait" -> {
                waiting.accept((Long) at(Json.text(state, "SecondsPath"), input, context));
                yield input;
            }
            default -> {
                Object passed =
                        state.containsKey("InputPath") ? at(Json.text(state, "InputPath"), input, context) : input;
                yield state.containsKey("Parameters")
                        ? filled(Json.field(state, "Parameters"), passed, context)
                        : passed;
            }
        };
    }

    private Object map(Map<String, Object> state, Object input, Map<String, Object> context) {
        Map<String, Object> processor = Json.object(Json.field(state, "ItemProcessor"));
        if (!"DISTRIBUTED".equals(Json.text(Json.object(Json.field(processor, "ProcessorConfig")), "Mode"))) {
            throw new IllegalArgumentException("a map that is not distributed");
        }
        List<Object> results = new ArrayList<>();
        for (Object item : (List<?>) at(Json.text(state, "ItemsPath"), input, context)) {
            Map<String, Object> inside = new LinkedHashMap<>(context);
            inside.put("Map", Map.of("Item", Map.of("Value", item)));
            results.add(run(processor, filled(Json.field(state, "ItemSelector"), input, inside), inside));
        }
        return results;
    }

    /** The state's output: its result, or its input with the result at a place of it, or its input alone. */
    private static Object placed(Map<String, Object> state, Object input, Object result) {
        Object path = state.get("ResultPath");
        if (path == null) {
            return result;
        } else if (path == Json.Nothing.NULL) {
            return input;
        }
        String name = path.toString();
        if (!name.matches("\\$\\.[a-zA-Z]+")) {
            throw new IllegalArgumentException("ResultPath " + name);
        }
        Map<String, Object> output = new LinkedHashMap<>(Json.object(input));
        output.put(name.substring(2), result);
        return output;
    }

    private String choice(Map<String, Object> state, Object input, Map<String, Object> context) {
        for (Object choice : Json.list(state, "Choices")) {
            if (holds(Json.object(choice), input, context)) {
                return Json.text(Json.object(choice), "Next");
            }
        }
        return Json.text(state, "Default");
    }

    private boolean holds(Map<String, Object> rule, Object input, Map<String, Object> context) {
        if (rule.containsKey("And")) {
            return Json.list(rule, "And").stream().allMatch(part -> holds(Json.object(part), input, context));
        }
        Object value = at(Json.text(rule, "Variable"), input, context);
        if (rule.containsKey("NumericEquals")) {
            return value.equals(Json.number(rule, "NumericEquals"));
        }
        return value.equals(Json.field(rule, "BooleanEquals"));
    }

    /** A template with its references filled in. */
    private static Object filled(Object template, Object input, Map<String, Object> context) {
        if (template instanceof Map<?, ?>) {
            Map<String, Object> filled = new LinkedHashMap<>();
            Json.object(template).forEach((name, value) -> {
                if (name.endsWith(".$")) {
                    filled.put(name.substring(0, name.length() - 2), at(value.toString(), input, context));
                } else {
                    filled.put(name, filled(value, input, context));
                }
            });
            return filled;
        }
        return template;
    }

    private static Object at(String path, Object input, Map<String, Object> context) {
        boolean ofContext = path.startsWith("$$");
        @Nullable Object place = ofContext ? context : input;
        String rest = path.substring(ofContext ? 2 : 1);
        for (String name : rest.isEmpty() ? new String[0] : rest.substring(1).split("\\.", -1)) {
            place = requireNonNull(Json.object(requireNonNull(place)).get(name), "nothing at " + path);
        }
        return requireNonNull(place);
    }
}
