package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.list;
import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.number;
import static dev.rejoin.functions.template.Json.text;

import dev.rejoin.aws.bin.BinRow;
import dev.rejoin.aws.journal.JournalRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is wrong with what is kept: tables, queues, bucket, logs. */
final class Storage {
    static final String TABLE = "AWS::DynamoDB::Table";
    static final String BUCKET = "AWS::S3::Bucket";

    private Storage() {}

    /** All tables are encrypted and can be restored to any time; those with a stream show both images. */
    static List<String> tables(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(TABLE).forEach((name, table) -> {
            if (!"true".equals(Json.at(table, "SSESpecification", "SSEEnabled"))
                    || !"KMS".equals(Json.at(table, "SSESpecification", "SSEType"))) {
                wrong.add(name + " is not encrypted with KMS");
            }
            if (!"true".equals(Json.at(table, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"))) {
                wrong.add(name + " cannot be restored to a time");
            }
            Object view = Json.at(table, "StreamSpecification", "StreamViewType");
            if (view != null && !view.equals("NEW_AND_OLD_IMAGES")) {
                wrong.add(name + " does not show both images in its stream");
            }
        });
        return wrong;
    }

    /** The journal and the bin have the keys that the code uses, and forget by the attribute that it writes. */
    static List<String> kept(Stack stack) {
        List<String> wrong = new ArrayList<>();
        Map<String, List<String>> keys = Map.of(
                "JournalTable", List.of(JournalRow.ITEM, JournalRow.CONFLICT, JournalRow.EXPIRES),
                "BinTable", List.of(BinRow.ITEM, BinRow.DELETE, BinRow.EXPIRES));
        keys.forEach((name, wanted) -> {
            Map<String, Object> table = stack.ofType(TABLE).getOrDefault(name, Map.of());
            List<Object> found = new ArrayList<>();
            list(table.get("KeySchema")).forEach(key -> found.add(map(key).get("AttributeName")));
            found.add(Json.at(table, "TimeToLiveSpecification", "AttributeName"));
            if (!found.equals(wanted)) {
                wrong.add(name + " has " + found + ", and the code uses " + wanted);
            }
        });
        return wrong;
    }

    /** A time to live never is a key: rows whose key is a number would be gone. */
    static List<String> expiry(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(TABLE).forEach((name, table) -> {
            Object attribute = Json.at(table, "TimeToLiveSpecification", "AttributeName");
            if (list(table.get("KeySchema")).stream()
                    .anyMatch(key -> Objects.equals(map(key).get("AttributeName"), attribute))) {
                wrong.add(name + " expires by its key");
            }
        });
        return wrong;
    }

    /** Tables that hold what cannot be made again outlive the stack. */
    static List<String> retained(Stack stack) {
        List<String> wrong = new ArrayList<>();
        for (String name : List.of("Table", "ShadowTable", "JournalTable", "BinTable", "FailureBucket")) {
            Map<String, Object> resource = stack.resources().getOrDefault(name, Map.of());
            if (!resource.isEmpty()
                    && !(text(resource.get("DeletionPolicy")).startsWith("Retain")
                            && "Retain".equals(resource.get("UpdateReplacePolicy")))) {
                wrong.add(name + " goes with the stack");
            }
        }
        return wrong;
    }

    static List<String> queues(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(Wiring.QUEUE).forEach((name, queue) -> {
            if (!"true".equals(queue.get("SqsManagedSseEnabled")) && queue.get("KmsMasterKeyId") == null) {
                wrong.add(name + " is not encrypted");
            }
            if (number(queue.get("MessageRetentionPeriod")) != 14 * 24 * 3600) {
                wrong.add(name + " does not keep messages as long as it could");
            }
        });
        return wrong;
    }

    /** The bucket is encrypted, versioned, closed to the public and to plain HTTP, and forgets at last. */
    static List<String> bucket(Stack stack) {
        List<String> wrong = new ArrayList<>();
        stack.ofType(BUCKET).forEach((name, bucket) -> {
            if (list(Json.at(bucket, "BucketEncryption", "ServerSideEncryptionConfiguration"))
                    .isEmpty()) {
                wrong.add(name + " is not encrypted");
            }
            if (!"Enabled".equals(Json.at(bucket, "VersioningConfiguration", "Status"))) {
                wrong.add(name + " is not versioned");
            }
            Map<String, Object> closed = map(bucket.get("PublicAccessBlockConfiguration"));
            if (closed.size() != 4 || !closed.values().stream().allMatch("true"::equals)) {
                wrong.add(name + " may be opened to the public");
            }
            if (list(Json.at(bucket, "LifecycleConfiguration", "Rules")).stream()
                    .noneMatch(rule -> number(map(rule).get("ExpirationInDays")) > 0)) {
                wrong.add(name + " keeps everything for ever");
            }
            if (!isTlsOnly(stack)) {
                wrong.add(name + " can be used without TLS");
            }
        });
        return wrong;
    }

    private static boolean isTlsOnly(Stack stack) {
        return stack.ofType("AWS::S3::BucketPolicy").values().stream()
                .flatMap(policy -> list(Json.at(policy, "PolicyDocument", "Statement")).stream())
                .anyMatch(statement -> "Deny".equals(map(statement).get("Effect"))
                        && "false".equals(Json.at(statement, "Condition", "Bool", "aws:SecureTransport"))
                        && list(map(statement).get("Resource")).size() == 2);
    }

    static List<String> logs(Stack stack) {
        List<String> wrong = new ArrayList<>();
        Map<String, Map<String, Object>> groups = stack.ofType("AWS::Logs::LogGroup");
        stack.ofType(Wiring.FUNCTION).forEach((name, function) -> {
            Object group = Json.at(function, "LoggingConfig", "LogGroup");
            if (groups.values().stream()
                    .noneMatch(log ->
                            Objects.equals(log.get("LogGroupName"), group) && number(log.get("RetentionInDays")) > 0)) {
                wrong.add(name + " logs without end");
            }
        });
        return wrong;
    }
}
