package dev.rejoin.functions.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each rule, held to by the template however it is deployed, and broken by a template that was spoilt for it. */
class TemplateTest {
    private static void holds(Function<Stack, List<String>> check) {
        Templates.stacks().forEach(stack -> assertThat(check.apply(stack)).isEmpty());
    }

    private static void breaks(Function<Stack, List<String>> check, String path, Consumer<Map<String, Object>> spoil) {
        assertThat(check.apply(Templates.spoilt("Resources/" + path, spoil))).isNotEmpty();
    }

    @Test
    void mappingsReportPartialFailuresAndGiveUpAtLast() {
        holds(Wiring::mappings);
        breaks(Wiring::mappings, "ForwarderOnTable/Properties", it -> it.remove("MaximumRetryAttempts"));
        breaks(Wiring::mappings, "ForwarderOnTable/Properties", it -> it.put("MaximumRetryAttempts", "-1"));
        breaks(Wiring::mappings, "ForwarderOnControl/Properties", it -> it.remove("MaximumRecordAgeInSeconds"));
        breaks(Wiring::mappings, "ForwarderOnControl/Properties", it -> it.remove("DestinationConfig"));
        breaks(Wiring::mappings, "ForwarderOnTable/Properties", it -> it.remove("BisectBatchOnFunctionError"));
        breaks(Wiring::mappings, "ForwarderOnTable/Properties", it -> it.put("StartingPosition", "LATEST"));
        breaks(Wiring::mappings, "CourierOnHints3/Properties", it -> it.remove("FunctionResponseTypes"));
        breaks(Wiring::mappings, "CourierOnHints3/Properties", it -> it.put("FunctionName", Map.of("Ref", "Courier")));
        breaks(Wiring::mappings, "HintQueue2/Properties", it -> it.remove("RedrivePolicy"));
    }

    @Test
    void messagesStayHiddenForLongerThanTheCourierTakes() {
        holds(Wiring::visibility);
        breaks(Wiring::visibility, "HintQueue4/Properties", it -> it.put("VisibilityTimeout", "360"));
        breaks(Wiring::visibility, "Courier/Properties", it -> it.put("Timeout", "90"));
    }

    @Test
    void theSentinelEndsByItself() {
        holds(Wiring::patience);
        breaks(Wiring::patience, "Sentinel/Properties", it -> it.put("Timeout", "45"));
    }

    @Test
    void theCodeAcceptsTheEnvironmentAndReadsAllOfIt() {
        holds(Wiring::environment);
        String variables = "Forwarder/Properties/Environment/Variables";
        breaks(Wiring::environment, variables, it -> it.remove("REJOIN_FAILURE_BUCKET"));
        breaks(Wiring::environment, variables, it -> it.remove("REJOIN_HINT_QUEUES"));
        breaks(Wiring::environment, variables, it -> it.put("REJOIN_FAILURES", "bucket"));
        breaks(Wiring::environment, variables, it -> it.put("REJOIN_CLOCK_BOUND_MS", "soon"));
        breaks(Wiring::environment, variables, it -> it.put("REJOIN_TABLE", ""));
    }

    @Test
    void handlersExist() {
        Function<Stack, List<String>> check = Wiring::handlers;
        holds(check);
        breaks(check, "Applier/Properties", it -> it.put("Handler", "dev.rejoin.functions.Apply::handleRequest"));
        breaks(check, "Applier/Properties", it -> it.put("Handler", "dev.rejoin.functions.ApplierHandler::run"));
        breaks(check, "Applier/Properties", it -> it.put("Handler", "dev.rejoin.functions.ApplierHandler"));
    }

    @Test
    void functionsPublishSnapshotsAndOnlyPeersMayInvokeTheApplier() {
        holds(Wiring::functions);
        breaks(Wiring::functions, "Sentinel/Properties", it -> it.remove("AutoPublishAliasAllProperties"));
        breaks(Wiring::functions, "Redrive/Properties", it -> it.put("Runtime", "java17"));
        breaks(Wiring::functions, "Courier/Properties/LoggingConfig", it -> it.put("LogFormat", "JSON"));
        breaks(Wiring::functions, "Peer1MayApply/Properties", it -> it.put("Principal", "*"));
        breaks(Wiring::functions, "Peer2MayApply/Properties", it -> it.put("FunctionName", Map.of("Ref", "Applier")));
        breaks(Wiring::functions, "Peer2MayApply/Properties", it -> it.put("Action", "lambda:*"));
    }

    @Test
    void noPermissionIsWiderThanItMustBe() {
        holds(Policies::wildcards);
        String merge = "MergePolicy/Properties/PolicyDocument";
        breaks(
                Policies::wildcards,
                merge,
                it -> it.put("Statement", allow("dynamodb:*", "arn:aws:dynamodb:x:y:table/z")));
        breaks(Policies::wildcards, merge, it -> it.put("Statement", allow("dynamodb:PutItem", "*")));
        breaks(Policies::wildcards, merge, it -> it.put("Statement", allow("s3:GetObject", "arn:aws:s3:::bucket/*")));
        breaks(
                Policies::wildcards,
                merge,
                it -> it.put("Statement", allow("sqs:SendMessage", "arn:aws:sqs:x:y:rejoin-*")));
        breaks(Policies::wildcards, merge, it -> it.put("Statement", allow("cloudwatch:PutMetricData", "*")));
    }

    private static Object allow(String action, String resource) {
        return List.of(Map.of("Effect", "Allow", "Action", action, "Resource", resource));
    }

    @Test
    void everyFunctionHasARoleOfItsOwn() {
        holds(Policies::roles);
        breaks(
                Policies::roles,
                "Courier/Properties",
                it -> it.put("Role", Map.of("Fn::GetAtt", List.of("ForwarderRole", "Arn"))));
        breaks(Policies::roles, "Applier/Properties", it -> it.put("Policies", "AmazonDynamoDBFullAccess"));
        breaks(
                Policies::roles,
                "ApplierRole/Properties",
                it -> it.put("ManagedPolicyArns", List.of(Map.of("Ref", "SendPolicy"))));
    }

    @Test
    void functionsMayUseWhatTheyAreToldOf() {
        holds(Policies::reach);
        breaks(Policies::reach, "SendPolicy/Properties/PolicyDocument", it -> it.put("Statement", List.of()));
        breaks(Policies::reach, "MergePolicy/Properties/PolicyDocument", it -> it.put("Statement", List.of()));
        breaks(Policies::reach, "ForwarderRole/Properties", it -> it.remove("Policies"));
        holds(Policies::needed);
        breaks(Policies::needed, "CourierRole/Properties", it -> it.remove("Policies"));
        breaks(Policies::needed, "ObservePolicy/Properties/PolicyDocument", it -> it.put("Statement", List.of()));
    }

    @Test
    void theStateMachineCallsTheVerifierAndItself() {
        holds(Policies::stateMachine);
        assertThat(Templates.stack(Templates.ALL).ofType("AWS::Serverless::StateMachine"))
                .containsOnlyKeys("Verify");
        breaks(
                Policies::stateMachine,
                "Verify/Properties/DefinitionSubstitutions",
                it -> it.put("Verifier", Map.of("Ref", "Applier.Alias")));
        breaks(Policies::stateMachine, "VerifyRole/Properties", it -> it.put("Policies", List.of()));
        breaks(Policies::reach, "VerifierRole/Properties", it -> it.put("Policies", List.of()));
        breaks(Policies::needed, "VerifierRole/Properties", it -> it.put("Policies", List.of()));
        String variables = "Verifier/Properties/Environment/Variables";
        breaks(Wiring::environment, variables, it -> it.remove("REJOIN_VERIFIERS"));
    }

    @Test
    void aFenceSparesReplicationAndOnlyProbesProveIt() {
        holds(Policies::fence);
        breaks(
                Policies::fence,
                "Sentinel/Properties/Environment/Variables",
                it -> it.put("REJOIN_WRITERS", Map.of("Fn::GetAtt", List.of("ForwarderRole", "Arn"))));
        breaks(
                Policies::fence,
                "SentinelRole/Properties",
                it -> it.put("ManagedPolicyArns", List.of(Map.of("Ref", "MergePolicy"))));
    }

    @Test
    void whatIsKeptIsEncryptedAndCanBeRestored() {
        holds(Storage::tables);
        breaks(Storage::tables, "ShadowTable/Properties", it -> it.remove("SSESpecification"));
        breaks(Storage::tables, "JournalTable/Properties", it -> it.remove("PointInTimeRecoverySpecification"));
        breaks(Storage::tables, "Table/Properties/StreamSpecification", it -> it.put("StreamViewType", "NEW_IMAGE"));
        holds(Storage::kept);
        breaks(Storage::kept, "BinTable/Properties/TimeToLiveSpecification", it -> it.put("AttributeName", "ttl"));
        breaks(Storage::kept, "JournalTable/Properties", it -> it.remove("KeySchema"));
        holds(Storage::queues);
        breaks(Storage::queues, "HintQueue1/Properties", it -> it.remove("KmsMasterKeyId"));
        breaks(Storage::queues, "DeadQueue1/Properties", it -> it.put("MessageRetentionPeriod", "345600"));
        holds(Storage::logs);
        breaks(Storage::logs, "ApplierLog/Properties", it -> it.remove("RetentionInDays"));
    }

    @Test
    void nothingExpiresByItsKeyAndDataOutlivesTheStack() {
        holds(Storage::expiry);
        breaks(
                Storage::expiry,
                "ShadowTable/Properties/TimeToLiveSpecification",
                it -> it.put("AttributeName", Map.of("Ref", "SortKey")));
        holds(Storage::retained);
        breaks(Storage::retained, "ShadowTable", it -> it.remove("DeletionPolicy"));
        breaks(Storage::retained, "FailureBucket", it -> it.put("UpdateReplacePolicy", "Delete"));
    }

    @Test
    void theFailureBucketIsClosed() {
        holds(Storage::bucket);
        breaks(Storage::bucket, "FailureBucket/Properties", it -> it.remove("BucketEncryption"));
        breaks(Storage::bucket, "FailureBucket/Properties", it -> it.remove("VersioningConfiguration"));
        breaks(Storage::bucket, "FailureBucket/Properties", it -> it.remove("PublicAccessBlockConfiguration"));
        breaks(Storage::bucket, "FailureBucket/Properties", it -> it.remove("LifecycleConfiguration"));
        breaks(Storage::bucket, "FailureBucketPolicy/Properties/PolicyDocument", it -> it.put("Statement", List.of()));
    }

    @Test
    void alarmsSayWhatSilenceMeansAndWatchEverything() {
        holds(Watching::alarms);
        breaks(Watching::alarms, "PoisonAlarm/Properties", it -> it.remove("TreatMissingData"));
        breaks(Watching::alarms, "HeartbeatAlarm/Properties", it -> it.put("TreatMissingData", "missing"));
        breaks(Watching::alarms, "Dead2Alarm/Properties", it -> it.remove("AlarmActions"));
        holds(Watching::watched);
        breaks(Watching::watched, "Skew3Alarm/Properties", it -> it.put("MetricName", "HeartbeatAge"));
        breaks(Watching::watched, "Hints4Alarm", it -> it.put("Type", "AWS::CloudWatch::CompositeAlarm"));
    }

    @Test
    void theCodeWritesEveryMetricThatIsLookedAt() {
        holds(Watching::metrics);
        assertThat(Watching.ofDashboard(Templates.stack(Templates.ALL))).hasSizeGreaterThan(40);
        breaks(Watching::metrics, "ManyConflictsAlarm/Properties", it -> it.put("MetricName", "Conflict"));
        breaks(Watching::metrics, "ManyConflictsAlarm/Properties", it -> it.put("Dimensions", List.of()));
        breaks(Watching::metrics, "HeartbeatAlarm/Properties", it -> it.put("Namespace", "rejoin"));
        breaks(Watching::metrics, "Dashboard/Properties", dashboard("\"Changes\"", "\"Writes\""));
        breaks(
                Watching::metrics,
                "Dashboard/Properties",
                dashboard("{Rejoin,Table,Source,Destination}", "{Rejoin,Table}"));
    }

    @SuppressWarnings("unchecked")
    private static Consumer<Map<String, Object>> dashboard(String from, String to) {
        return properties -> {
            List<Object> substitution =
                    (List<Object>) Json.map(properties.get("DashboardBody")).get("Fn::Sub");
            String body = substitution.get(0).toString();
            assertThat(body).contains(from);
            substitution.set(0, body.replace(from, to));
        };
    }

    @Test
    void aReferenceToWhatIsNotMadeIsNoticed() {
        assertThatThrownBy(() -> Templates.spoilt(
                        "Resources/ForwarderOnTable/Properties",
                        it -> it.put("EventSourceArn", Map.of("Fn::GetAtt", List.of("Tables", "StreamArn")))))
                .hasMessageContaining("Tables");
    }
}
