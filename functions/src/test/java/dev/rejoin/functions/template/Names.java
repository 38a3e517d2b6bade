package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.text;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a reference to a resource, or to an attribute of it, comes to: what AWS would return for the types that are used. */
final class Names {
    private static final String ALIAS = ".Alias";

    private final Stack stack;

    Names(Stack stack) {
        this.stack = stack;
    }

    /** What {@code Ref} returns. */
    String reference(String logicalId) {
        if (logicalId.endsWith(ALIAS)) {
            String function = logicalId.substring(0, logicalId.length() - ALIAS.length());
            return attribute(function, "Arn") + ":" + stack.alias(function);
        }
        String type = text(stack.raw(logicalId).get("Type"));
        return switch (type) {
            case "AWS::DynamoDB::Table" -> name(logicalId, "TableName");
            case "AWS::Serverless::Function" -> name(logicalId, "FunctionName");
            case "AWS::Logs::LogGroup" -> name(logicalId, "LogGroupName");
            case "AWS::CloudWatch::Dashboard" -> name(logicalId, "DashboardName");
            case "AWS::SQS::Queue" ->
                "https://sqs." + Stack.REGION + ".amazonaws.com/" + Stack.ACCOUNT + "/" + name(logicalId, "QueueName");
            case "AWS::S3::Bucket" -> "rejoin-orders-" + logicalId.toLowerCase(Locale.ROOT);
            case "AWS::IAM::ManagedPolicy" -> "arn:aws:iam::" + Stack.ACCOUNT + ":policy/" + logicalId;
            case "AWS::Serverless::StateMachine" -> arn("states", "stateMachine:" + name(logicalId, "Name"));
            case "AWS::Lambda::EventSourceMapping" -> "uuid-of-" + logicalId;
            default -> throw new IllegalArgumentException("Ref of " + type + " " + logicalId);
        };
    }

    /** What {@code Fn::GetAtt} returns. */
    String attribute(String logicalId, String attribute) {
        String of = text(stack.raw(logicalId).get("Type")) + " " + attribute;
        return switch (of) {
            case "AWS::DynamoDB::Table Arn" -> arn("dynamodb", "table/" + reference(logicalId));
            case "AWS::DynamoDB::Table StreamArn" -> stream(logicalId);
            case "AWS::Serverless::Function Arn" -> arn("lambda", "function:" + reference(logicalId));
            case "AWS::Logs::LogGroup Arn" -> arn("logs", "log-group:" + reference(logicalId) + ":*");
            case "AWS::SQS::Queue Arn" -> arn("sqs", name(logicalId, "QueueName"));
            case "AWS::SQS::Queue QueueName" -> name(logicalId, "QueueName");
            case "AWS::S3::Bucket Arn" -> "arn:aws:s3:::" + reference(logicalId);
            case "AWS::IAM::Role Arn" -> "arn:aws:iam::" + Stack.ACCOUNT + ":role/" + logicalId;
            default -> throw new IllegalArgumentException("Fn::GetAtt of " + of + " " + logicalId);
        };
    }

    private String stream(String logicalId) {
        if (property(logicalId, "StreamSpecification") == null) {
            throw new IllegalArgumentException(logicalId + " has no stream");
        }
        return attribute(logicalId, "Arn") + "/stream/2026-11-23T00:00:00.000";
    }

    private static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + Stack.REGION + ":" + Stack.ACCOUNT + ":" + resource;
    }

    private String name(String logicalId, String property) {
        Object name = property(logicalId, property);
        if (name == null) {
            throw new IllegalArgumentException(logicalId + " has no " + property);
        }
        return text(stack.resolve(name));
    }

    private @Nullable Object property(String logicalId, String property) {
        Map<String, Object> resource = stack.raw(logicalId);
        return map(resource.get("Properties")).get(property);
    }
}
