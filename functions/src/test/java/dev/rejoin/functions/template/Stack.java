package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.list;
import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What CloudFormation would make of the template with these parameters: conditions decided, functions resolved. */
final class Stack {
    static final String REGION = "eu-west-1";
    static final String ACCOUNT = "111122223333";

    /** Stands for {@code AWS::NoValue}: what has it is as if it was not there. */
    private static final Object NOTHING = new Object();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}!]+)}");

    private final Map<String, Object> template;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Names names;
    private final Map<String, Map<String, Object>> resources = new LinkedHashMap<>();

    Stack(Map<String, Object> template, Map<String, String> parameters) {
        this.template = template;
        this.parameters.putAll(Map.of(
                "AWS::Region",
                REGION,
                "AWS::AccountId",
                ACCOUNT,
                "AWS::Partition",
                "aws",
                "AWS::StackName",
                "rejoin-orders"));
        map(template.get("Parameters")).forEach((name, parameter) -> {
            Object value = parameters.containsKey(name) ? parameters.get(name) : Json.at(parameter, "Default");
            if (value == null) {
                throw new IllegalArgumentException("the template wants a value for " + name);
            }
            this.parameters.put(name, text(value));
        });
        this.names = new Names(this);
        map(template.get("Resources")).forEach((name, resource) -> {
            if (exists(map(resource))) {
                resources.put(name, map(resource));
            }
        });
        resources.replaceAll((name, resource) -> map(resolve(withGlobals(resource))));
    }

    private boolean exists(Map<String, Object> resource) {
        Object condition = resource.get("Condition");
        return condition == null || holds(Map.of("Condition", condition));
    }

    /** SAM's globals of functions; a function's own values win, and environments are joined. */
    private Map<String, Object> withGlobals(Map<String, Object> resource) {
        if (!"AWS::Serverless::Function".equals(resource.get("Type"))) {
            return resource;
        }
        Map<String, Object> globals = map(Json.at(template, "Globals", "Function"));
        Map<String, Object> own = map(resource.get("Properties"));
        Map<String, Object> properties = new LinkedHashMap<>(globals);
        properties.putAll(own);
        Map<String, Object> variables = new LinkedHashMap<>(map(Json.at(globals, "Environment", "Variables")));
        variables.putAll(map(Json.at(own, "Environment", "Variables")));
        properties.put("Environment", Map.of("Variables", variables));
        Map<String, Object> merged = new LinkedHashMap<>(resource);
        merged.put("Properties", properties);
        return merged;
    }

    /** All resources that are made, by logical id. */
    Map<String, Map<String, Object>> resources() {
        return resources;
    }

    /** The properties of all resources of a type that are made, by logical id. */
    Map<String, Map<String, Object>> ofType(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        resources.forEach((name, resource) -> {
            if (type.equals(resource.get("Type"))) {
                found.put(name, map(resource.get("Properties")));
            }
        });
        return found;
    }

    /** The outputs that are made. */
    Map<String, String> outputs() {
        Map<String, String> outputs = new LinkedHashMap<>();
        map(template.get("Outputs")).forEach((name, output) -> {
            if (exists(map(output))) {
                outputs.put(
                        name, text(resolve(Objects.requireNonNull(map(output).get("Value")))));
            }
        });
        return outputs;
    }

    /** The names of the rules whose assertions these parameters break. */
    List<String> brokenRules() {
        List<String> broken = new ArrayList<>();
        map(template.get("Rules")).forEach((name, rule) -> {
            Object condition = map(rule).get("RuleCondition");
            if (condition == null || holds(condition)) {
                list(map(rule).get("Assertions")).stream()
                        .filter(assertion ->
                                !holds(Objects.requireNonNull(map(assertion).get("Assert"))))
                        .forEach(assertion -> broken.add(name));
            }
        });
        return broken;
    }

    /** The resource as the template has it, not resolved; fails if it is not made, as a deployment would. */
    Map<String, Object> raw(String logicalId) {
        if (!resources.containsKey(logicalId)) {
            throw new IllegalArgumentException("no resource " + logicalId + " is made");
        }
        return map(Json.at(template, "Resources", logicalId));
    }

    /** The alias that SAM publishes a function under. */
    String alias(String function) {
        return text(map(withGlobals(raw(function)).get("Properties")).get("AutoPublishAlias"));
    }

    Object resolve(Object value) {
        if (value instanceof List) {
            return list(value).stream()
                    .map(this::resolve)
                    .filter(element -> element != NOTHING)
                    .toList();
        } else if (value instanceof Map) {
            Map<String, Object> map = map(value);
            if (map.size() == 1) {
                Map.Entry<String, Object> only = map.entrySet().iterator().next();
                if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                    return call(only.getKey(), only.getValue());
                }
            }
            Map<String, Object> resolved = new LinkedHashMap<>();
            map.forEach((key, element) -> {
                Object part = resolve(element);
                if (part != NOTHING) {
                    resolved.put(key, part);
                }
            });
            return resolved;
        }
        return value;
    }

    private Object call(String function, Object argument) {
        return switch (function) {
            case "Ref" -> ref(text(argument));
            case "Fn::GetAtt" ->
                names.attribute(text(list(argument).get(0)), text(list(argument).get(1)));
            case "Fn::Sub" ->
                argument instanceof String text
                        ? substitute(text, Map.of())
                        : substitute(
                                text(list(argument).get(0)), map(list(argument).get(1)));
            case "Fn::If" ->
                resolve(list(argument)
                        .get(holds(Map.of("Condition", list(argument).get(0))) ? 1 : 2));
            case "Fn::Join" ->
                String.join(
                        text(list(argument).get(0)),
                        Json.texts(resolve(list(argument).get(1))));
            default -> throw new IllegalArgumentException("unknown function " + function);
        };
    }

    private Object ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return NOTHING;
        }
        String parameter = parameters.get(name);
        return parameter != null ? parameter : names.reference(name);
    }

    private String substitute(String text, Map<String, Object> variables) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(result, Matcher.quoteReplacement(text(variable(matcher.group(1), variables))));
        }
        return matcher.appendTail(result).toString();
    }

    private @Nullable Object variable(String name, Map<String, Object> variables) {
        Object own = variables.get(name);
        if (own != null) {
            return resolve(own);
        }
        int dot = name.indexOf('.');
        return dot < 0 ? ref(name) : names.attribute(name.substring(0, dot), name.substring(dot + 1));
    }

    private boolean holds(Object condition) {
        Map.Entry<String, Object> only = map(condition).entrySet().iterator().next();
        List<Object> arguments = list(only.getValue());
        return switch (only.getKey()) {
            case "Condition" ->
                holds(Objects.requireNonNull(
                        Json.at(template, "Conditions", text(only.getValue())), text(only.getValue())));
            case "Fn::Equals" -> text(resolve(arguments.get(0))).equals(text(resolve(arguments.get(1))));
            case "Fn::Not" -> !holds(arguments.get(0));
            case "Fn::And" -> arguments.stream().allMatch(this::holds);
            case "Fn::Or" -> arguments.stream().anyMatch(this::holds);
            default -> throw new IllegalArgumentException("unknown condition " + only.getKey());
        };
    }
}
