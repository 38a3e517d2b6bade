package dev.rejoin.functions.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What parameters make of the template: which resources, which rules they break, and what is printed at the end. */
class ParametersTest {
    private static Stack with(String... parameters) {
        return Templates.stack(Templates.parameters(parameters));
    }

    @Test
    void aTableIsCreatedUnlessThereIsAStreamToAttachTo() {
        assertThat(Templates.stack(Templates.ONE_PEER).resources()).containsKey("Table");
        Stack attached = Templates.stack(Templates.ATTACHED);
        assertThat(attached.resources()).doesNotContainKey("Table");
        assertThat(attached.ofType(Wiring.MAPPING).get("ForwarderOnTable"))
                .containsEntry("EventSourceArn", Templates.ATTACHED.get("StreamArn"));
        assertThat(attached.ofType(Storage.TABLE).get("ShadowTable")).containsEntry("TableName", "orders-rejoin");
    }

    @Test
    void eachPeerHasItsOwnQueuesMappingAndAlarms() {
        Stack one = Templates.stack(Templates.ONE_PEER);
        Stack all = Templates.stack(Templates.ALL);
        assertThat(one.ofType(Wiring.QUEUE)).hasSize(2);
        assertThat(all.ofType(Wiring.QUEUE)).hasSize(8);
        assertThat(one.ofType(Wiring.MAPPING)).hasSize(3);
        assertThat(all.ofType(Wiring.MAPPING)).hasSize(6);
        assertThat(all.ofType(Watching.ALARM))
                .hasSize(one.ofType(Watching.ALARM).size() + 12 + 3);
        assertThat(all.ofType(Watching.ALARM)).as("the verifier's").containsKey("VerifyFailedAlarm");
    }

    @Test
    void aPeerOfAnotherAccountIsInvokedThereAndLetInFromThere() {
        Stack stack = Templates.stack(Templates.ALL);
        Map<String, String> variables =
                Wiring.variables(stack.ofType(Wiring.FUNCTION).get("Courier"));
        assertThat(variables.get("REJOIN_PEERS"))
                .contains("ap-south-1=arn:aws:lambda:ap-south-1:444455556666:function:rejoin-orders-applier:live")
                .contains("us-east-1=arn:aws:lambda:us-east-1:111122223333:function:rejoin-orders-applier:live");
        assertThat(stack.ofType("AWS::Lambda::Permission").get("Peer2MayApply"))
                .containsEntry("Principal", "444455556666");
    }

    @Test
    void theVerifierIsMadeOnlyIfAskedFor() {
        Stack without = Templates.stack(Templates.ONE_PEER);
        assertThat(without.resources().keySet()).noneMatch(name -> name.contains("Verif"));
        assertThat(Wiring.variables(without.ofType(Wiring.FUNCTION).get("Sentinel"))
                        .get("REJOIN_WRITERS"))
                .doesNotContain("Verif");
        assertThat(without.outputs()).doesNotContainKey("StartVerify");
        Stack stack = Templates.stack(Templates.ALL);
        assertThat(stack.ofType("AWS::Lambda::Permission")).hasSize(8);
        assertThat(Wiring.variables(stack.ofType(Wiring.FUNCTION).get("Verifier")))
                .extractingByKey("REJOIN_VERIFIERS")
                .asString()
                .contains("ap-south-1=arn:aws:lambda:ap-south-1:444455556666:function:rejoin-orders-verifier:live");
        assertThat(stack.outputs().get("StartVerify")).contains("stateMachine:rejoin-orders-verify ");
    }

    @Test
    void tombstonesThatAreHeldBackAreToldAfterAWeekOrAsManyDaysAsOneSays() {
        assertThat(Templates.stack(Templates.ONE_PEER).ofType(Watching.ALARM).get("TombstonesHeldAlarm"))
                .containsEntry("AlarmName", "rejoin-orders-tombstones-held")
                .containsEntry("Threshold", "7")
                .as("who runs no schedule gets no alarm")
                .containsEntry("TreatMissingData", "notBreaching");
        assertThat(with("Peer1Region=us-east-1", "TombstonesAlarmDays=30")
                        .ofType(Watching.ALARM)
                        .get("TombstonesHeldAlarm"))
                .containsEntry("Threshold", "30");
    }

    @Test
    void theSortKeyIsPartOfTheKeyOfTableAndShadowTable() {
        Stack stack = Templates.stack(Templates.ALL);
        Map<String, String> variables =
                Wiring.variables(stack.ofType(Wiring.FUNCTION).get("Applier"));
        assertThat(variables).containsEntry("REJOIN_KEY", "pk,sk");
        assertThat(Json.list(stack.ofType(Storage.TABLE).get("ShadowTable").get("KeySchema")))
                .hasSize(2)
                .isEqualTo(stack.ofType(Storage.TABLE).get("Table").get("KeySchema"));
    }

    @Test
    void theOwnersResolversAreALayerOfEveryFunction() {
        String layer = "arn:aws:lambda:eu-west-1:111122223333:layer:resolvers:7";
        Stack stack = with("Peer1Region=us-east-1", "ResolverLayerArn=" + layer);
        assertThat(stack.ofType(Wiring.FUNCTION).values())
                .allSatisfy(function -> assertThat(function.get("Layers")).isEqualTo(List.of(layer)));
        assertThat(Templates.stack(Templates.ONE_PEER).ofType(Wiring.FUNCTION).values())
                .allSatisfy(function -> assertThat(function.get("Layers")).isEqualTo(List.of()));
    }

    @Test
    void parametersThatDoNotFitTogetherAreRefused() {
        Templates.stacks().forEach(stack -> assertThat(stack.brokenRules()).isEmpty());
        assertThat(with("Peer1Region=eu-west-1").brokenRules()).containsExactly("Peer1IsElsewhere");
        assertThat(with("Peer1Region=us-east-1", "Peer3Region=us-east-1").brokenRules())
                .containsExactly("Peer3IsNoOther");
        assertThat(with("Peer1Region=us-east-1", "Peer2Account=444455556666").brokenRules())
                .containsExactly("Peer2HasRegion");
        assertThat(with("Peer1Region=us-east-1", "JournalValues=encrypted").brokenRules())
                .containsExactly("JournalHasKey");
        assertThat(with("Peer1Region=us-east-1", "SortKey=pk").brokenRules()).containsExactly("KeysDiffer");
    }

    @Test
    void theOutputsAreCommandsForWhatComesNext() {
        Map<String, String> outputs = Templates.stack(Templates.ALL).outputs();
        assertThat(outputs.get("NextPeer2"))
                .startsWith("sam deploy ")
                .contains("--region ap-south-1 ")
                .contains("SortKey=sk SortKeyType=S Counters=stock,balance VerifyOnAws=true ")
                .contains("Peer1Region=eu-west-1 Peer1Account=111122223333 ")
                .contains("Peer2Region=us-east-1 Peer2Account=111122223333 ")
                .endsWith("Peer4Region=eu-north-1 Peer4Account=111122223333");
        assertThat(outputs.get("Check")).contains("--function-name rejoin-orders-sentinel:live ");
        assertThat(Templates.stack(Templates.ONE_PEER).outputs()).doesNotContainKey("NextPeer2");
        assertThat(with("TableName=Orders_v2", "Peer1Region=us-east-1")
                        .outputs()
                        .get("Alarms"))
                .as("the stack's alarms bear its name, the sentinel's the table's")
                .contains("'rejoin-orders-'")
                .contains("'rejoin-Orders_v2-lag-'");
    }
}
