package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.list;
import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.text;
import static dev.rejoin.functions.template.Json.texts;

import dev.rejoin.aws.fence.TablePolicy;
import dev.rejoin.aws.metrics.MetricName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong with the functions' permissions. */
final class Policies {
    private static final String VERIFIER = "Verifier";
    private static final String LAG_ALARMS = "arn:aws:cloudwatch:[^*]+:alarm:rejoin-[^*]+-lag-\\*";

    /** The actions that may name more than one resource, and how: because AWS knows no narrower ARN of it. */
    private static final Map<String, String> WIDE = Map.ofEntries(
            Map.entry("cloudwatch:PutMetricData", "\\*"),
            Map.entry("cloudwatch:GetMetricData", "\\*"),
            Map.entry("xray:PutTraceSegments", "\\*"),
            Map.entry("xray:PutTelemetryRecords", "\\*"),
            Map.entry("cloudwatch:DescribeAlarms", "arn:aws:cloudwatch:[^*]+:alarm:\\*"),
            Map.entry("cloudwatch:PutMetricAlarm", LAG_ALARMS),
            Map.entry("cloudwatch:DeleteAlarms", LAG_ALARMS),
            Map.entry("logs:CreateLogStream", "arn:aws:logs:[^*]+:log-group:[^*]+:\\*"),
            Map.entry("logs:PutLogEvents", "arn:aws:logs:[^*]+:log-group:[^*]+:\\*"),
            Map.entry("dynamodb:ListStreams", "arn:aws:dynamodb:[^*]+:table/[^*/]+/stream/\\*"),
            Map.entry("s3:PutObject", "arn:aws:s3:::[^*/]+/(poison|aws/lambda|verify)/\\*"),
            Map.entry("s3:GetObject", "arn:aws:s3:::[^*/]+/(poison|aws/lambda|verify)/\\*"),
            Map.entry("s3:DeleteObject", "arn:aws:s3:::[^*/]+/(poison|aws/lambda)/\\*"));

    /** The actions that the code and the mappings of a function need, beside those that {@link #reach} looks at. */
    private static final Map<String, List<String>> NEEDED = Map.of(
            "Forwarder",
                    List.of(
                            "dynamodb:GetRecords",
                            "dynamodb:DescribeTable",
                            "dynamodb:ConditionCheckItem",
                            "s3:PutObject",
                            "s3:ListBucket"),
            "Applier", List.of("dynamodb:GetItem", "dynamodb:DescribeTable", "dynamodb:ConditionCheckItem"),
            "Courier",
                    List.of(
                            "dynamodb:BatchGetItem",
                            "dynamodb:DescribeTable",
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                            "sqs:GetQueueUrl",
                            "sqs:ChangeMessageVisibility"),
            "Sentinel",
                    List.of(
                            "dynamodb:GetItem",
                            "dynamodb:BatchGetItem",
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:DescribeTable",
                            "dynamodb:GetResourcePolicy",
                            "dynamodb:PutResourcePolicy",
                            "dynamodb:DeleteResourcePolicy",
                            "sqs:GetQueueAttributes",
                            "lambda:GetEventSourceMapping",
                            "lambda:UpdateEventSourceMapping",
                            "cloudwatch:GetMetricData",
                            "cloudwatch:DescribeAlarms",
                            "cloudwatch:PutMetricAlarm",
                            "cloudwatch:DeleteAlarms"),
            "Redrive", List.of("dynamodb:GetShardIterator", "dynamodb:GetRecords", "s3:GetObject", "s3:DeleteObject"),
            "Verifier", List.of("dynamodb:Scan", "dynamodb:DescribeTable", "s3:GetObject", "s3:PutObject"));

    private Policies() {}

    /** A permission to do something to a resource. */
    record Grant(String action, String resource, Object condition) {}

    /** All that a function may do. */
    static List<Grant> grants(Stack stack, String function) {
        String roleArn = text(stack.ofType(Wiring.FUNCTION).get(function).get("Role"));
        return grantsOfRole(stack, roleArn.substring(roleArn.indexOf('/') + 1));
    }

    private static List<Grant> grantsOfRole(Stack stack, String name) {
        Map<String, Object> role = stack.ofType("AWS::IAM::Role").get(name);
        List<Object> documents = new ArrayList<>();
        list(role.get("Policies")).forEach(policy -> documents.add(map(policy).get("PolicyDocument")));
        Map<String, Map<String, Object>> managed = stack.ofType("AWS::IAM::ManagedPolicy");
        texts(role.get("ManagedPolicyArns"))
                .forEach(arn -> documents.add(
                        managed.get(arn.substring(arn.indexOf('/') + 1)).get("PolicyDocument")));
        List<Grant> grants = new ArrayList<>();
        documents.forEach(
                document -> list(map(document).get("Statement")).forEach(statement -> add(grants, statement)));
        return grants;
    }

    private static void add(List<Grant> grants, Object statement) {
        Map<String, Object> parts = map(statement);
        if (!"Allow".equals(parts.get("Effect"))
                || parts.containsKey("NotAction")
                || parts.containsKey("NotResource")) {
            throw new IllegalArgumentException("only what is allowed is said, and by name: " + statement);
        }
        for (String action : texts(parts.get("Action"))) {
            for (String resource : texts(parts.get("Resource"))) {
                grants.add(new Grant(action, resource, map(parts.get("Condition"))));
            }
        }
    }

    /** No wildcard in an action, and none in a resource but where AWS leaves no choice. */
    static List<String> wildcards(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(Wiring.FUNCTION)
                .keySet()
                .forEach(function -> grants(stack, function).forEach(grant -> {
                    boolean isWide = grant.resource().contains("*");
                    if (grant.action().contains("*")
                            || (isWide && !grant.resource().matches(WIDE.getOrDefault(grant.action(), "none")))) {
                        wrong.add(function + " may " + grant.action() + " on " + grant.resource());
                    }
                    if (grant.action().equals("cloudwatch:PutMetricData")
                            && !MetricName.NAMESPACE.equals(
                                    Json.at(grant.condition(), "StringEquals", "cloudwatch:namespace"))) {
                        wrong.add(function + " may write metrics of any namespace");
                    }
                }));
        return wrong;
    }

    /** One role for each function, no policy but those here, and the applier calls nobody. */
    static List<String> roles(Stack stack) {
        List<String> wrong = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        stack.ofType(Wiring.FUNCTION).forEach((name, function) -> {
            if (!taken.add(text(function.get("Role")))) {
                wrong.add(name + " shares its role");
            }
            if (function.containsKey("Policies")) {
                wrong.add(name + " has policies beside its role");
            }
        });
        grants(stack, "Applier").stream()
                .filter(grant ->
                        grant.action().startsWith("lambda:") || grant.action().startsWith("sqs:"))
                .forEach(grant -> wrong.add("the applier may " + grant.action()));
        return wrong;
    }

    /** What a function is told of in its environment, it may use; and peers are invoked by alias only. */
    static List<String> reach(Stack stack) {
        List<String> wrong = new ArrayList<>();
        for (String sender : List.of("Forwarder", "Courier", "Sentinel", "Redrive")) {
            Set<String> invoked = resources(stack, sender, "lambda:InvokeFunction");
            Set<String> peers = values(stack, sender, "REJOIN_PEERS");
            if (!invoked.equals(peers) || !peers.stream().allMatch(peer -> peer.endsWith("-applier:live"))) {
                wrong.add(sender + " may invoke " + invoked + ", and has the peers " + peers);
            }
        }
        if (has(stack, VERIFIER)) {
            Set<String> invoked = resources(stack, VERIFIER, "lambda:InvokeFunction");
            Set<String> peers = values(stack, VERIFIER, "REJOIN_VERIFIERS");
            if (!invoked.equals(peers) || !peers.stream().allMatch(peer -> peer.endsWith("-verifier:live"))) {
                wrong.add("the verifier may invoke " + invoked + ", and has the peers " + peers);
            }
        }
        for (String owing : made(stack, "Forwarder", "Redrive", VERIFIER)) {
            Set<String> queues = new HashSet<>();
            values(stack, owing, "REJOIN_HINT_QUEUES").forEach(url -> queues.add(url.replaceAll(".*/", "")));
            Set<String> granted = new HashSet<>();
            resources(stack, owing, "sqs:SendMessage").forEach(arn -> granted.add(arn.replaceAll(".*:", "")));
            if (!granted.equals(queues)) {
                wrong.add(owing + " may send to " + granted + ", and owes to " + queues);
            }
        }
        for (String merging : made(stack, "Forwarder", "Applier", "Redrive", VERIFIER)) {
            Map<String, String> variables =
                    Wiring.variables(stack.ofType(Wiring.FUNCTION).get(merging));
            for (String table : List.of("TABLE", "SHADOW_TABLE", "CONTROL_TABLE", "CONTROL_SHADOW_TABLE")) {
                String suffix = ":table/" + variables.get("REJOIN_" + table);
                for (String action : List.of("BatchGetItem", "PutItem", "UpdateItem", "DeleteItem")) {
                    if (resources(stack, merging, "dynamodb:" + action).stream()
                            .noneMatch(arn -> arn.endsWith(suffix))) {
                        wrong.add(merging + " may not " + action + " " + suffix);
                    }
                }
            }
        }
        kept(stack).forEach(wrong::add);
        return wrong;
    }

    /** What conflicts and deletes need: the journal, its key if there is one and no other, and the bin. */
    private static List<String> kept(Stack stack) {
        List<String> wrong = new ArrayList<>();
        for (String merging : made(stack, "Forwarder", "Applier", "Redrive", VERIFIER)) {
            Map<String, String> variables =
                    Wiring.variables(stack.ofType(Wiring.FUNCTION).get(merging));
            String journal = ":table/" + variables.get("REJOIN_JOURNAL_TABLE");
            if (resources(stack, merging, "dynamodb:UpdateItem").stream().noneMatch(arn -> arn.endsWith(journal))) {
                wrong.add(merging + " may not write the journal");
            }
            String key = text(variables.get("REJOIN_JOURNAL_KEY"));
            boolean seals = "encrypted".equals(variables.get("REJOIN_JOURNAL_VALUES"));
            if (seals != resources(stack, merging, "kms:GenerateDataKey").contains(key)
                    || resources(stack, merging, "kms:Decrypt").contains(key)) {
                wrong.add(merging + " may use the journal's key otherwise than to seal values");
            }
        }
        for (String keeping : List.of("Forwarder", "Redrive")) {
            Map<String, String> variables =
                    Wiring.variables(stack.ofType(Wiring.FUNCTION).get(keeping));
            String bin = ":table/" + variables.get("REJOIN_BIN_TABLE");
            if (resources(stack, keeping, "dynamodb:PutItem").stream().noneMatch(arn -> arn.endsWith(bin))) {
                wrong.add(keeping + " may not keep deleted items");
            }
        }
        return wrong;
    }

    private static boolean has(Stack stack, String function) {
        return stack.ofType(Wiring.FUNCTION).containsKey(function);
    }

    /** Those of the functions that the stack has. */
    private static List<String> made(Stack stack, String... functions) {
        return Stream.of(functions).filter(function -> has(stack, function)).toList();
    }

    /** The state machine calls the verifier's alias and starts executions of itself, and nothing else that is anybody's. */
    static List<String> stateMachine(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType("AWS::Serverless::StateMachine").forEach((name, machine) -> {
            String roleArn = text(machine.get("Role"));
            String role = roleArn.substring(roleArn.indexOf('/') + 1);
            Object calls = Json.at(machine, "DefinitionSubstitutions", "Verifier");
            List<Grant> grants = grantsOfRole(stack, role);
            for (Grant grant : grants) {
                boolean fits = switch (grant.action()) {
                    case "lambda:InvokeFunction" -> grant.resource().equals(calls);
                    case "states:StartExecution" -> grant.resource().endsWith(":stateMachine:" + machine.get("Name"));
                    case "states:DescribeExecution", "states:StopExecution" ->
                        grant.resource().endsWith(":execution:" + machine.get("Name") + "/*");
                    default ->
                        grant.action().startsWith("logs:") || grant.action().startsWith("xray:");
                };
                if (!fits) {
                    wrong.add(name + " may " + grant.action() + " on " + grant.resource());
                }
            }
            for (String action :
                    List.of("lambda:InvokeFunction", "states:StartExecution", "states:DescribeExecution")) {
                if (grants.stream().noneMatch(grant -> grant.action().equals(action))) {
                    wrong.add(name + " may not " + action);
                }
            }
        });
        return wrong;
    }

    /** A fence lets those write who replicate, and nobody else; who proves it may write nothing but what never succeeds. */
    static List<String> fence(Stack stack) {
        List<String> wrong = new ArrayList<>();
        Set<String> roles = new HashSet<>();
        for (String writer : made(stack, "Forwarder", "Applier", "Redrive", VERIFIER)) {
            roles.add(text(stack.ofType(Wiring.FUNCTION).get(writer).get("Role")));
        }
        Map<String, String> variables =
                Wiring.variables(stack.ofType(Wiring.FUNCTION).get("Sentinel"));
        if (!roles.equals(Set.of(variables.get("REJOIN_WRITERS").split(",", -1)))) {
            wrong.add("while it is fenced the table may be written by " + variables.get("REJOIN_WRITERS"));
        }
        String table = ":table/" + variables.get("REJOIN_TABLE");
        grants(stack, "Sentinel").stream()
                .filter(grant -> grant.action().contains("ResourcePolicy")
                        && !grant.resource().endsWith(table))
                .forEach(grant -> wrong.add("the sentinel may fence " + grant.resource()));
        List<Grant> writes = grants(stack, "Sentinel").stream()
                .filter(grant -> grant.resource().endsWith(table))
                .filter(grant -> grant.action().matches("dynamodb:(Put|Update|Delete|BatchWrite)Item"))
                .toList();
        boolean onlyProbes = writes.size() == 1
                && writes.get(0).action().equals("dynamodb:DeleteItem")
                && Json.at(writes.get(0).condition(), "ForAllValues:StringEquals", "dynamodb:LeadingKeys")
                        instanceof List<?> keys
                && keys.contains(TablePolicy.PROBE);
        if (!onlyProbes) {
            wrong.add("the sentinel may write the table: " + writes);
        }
        return wrong;
    }

    /** Every function may do what it does. */
    static List<String> needed(Stack stack) {
        List<String> wrong = new ArrayList<>();
        NEEDED.forEach((function, actions) -> {
            if (!has(stack, function)) {
                return;
            }
            List<String> all = new ArrayList<>(actions);
            all.addAll(List.of("cloudwatch:PutMetricData", "logs:PutLogEvents", "xray:PutTraceSegments"));
            all.stream()
                    .filter(action -> resources(stack, function, action).isEmpty())
                    .forEach(action -> wrong.add(function + " may not " + action));
        });
        return wrong;
    }

    private static Set<String> resources(Stack stack, String function, String action) {
        Set<String> resources = new HashSet<>();
        grants(stack, function).stream()
                .filter(grant -> grant.action().equals(action))
                .forEach(grant -> resources.add(grant.resource()));
        return resources;
    }

    /** The values of {@code name=value,name=value}. */
    private static Set<String> values(Stack stack, String function, String variable) {
        Set<String> values = new HashSet<>();
        String pairs =
                Wiring.variables(stack.ofType(Wiring.FUNCTION).get(function)).get(variable);
        for (String pair : pairs.split(",", -1)) {
            values.add(pair.substring(pair.indexOf('=') + 1));
        }
        return values;
    }
}
