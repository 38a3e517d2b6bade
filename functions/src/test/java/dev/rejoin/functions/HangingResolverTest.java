package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The packaged way: a resolver of the table's owner on the class path, which finds no end for one item. */
class HangingResolverTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final String POLICY = "rules: [{attributes: {note: \"custom:first-or-never\"}}]";
    private static final String STUCK = "stuck";
    private static final CountDownLatch END = new CountDownLatch(1);
    private static final int ROUNDS = 20;

    private final TestRegions regions = new TestRegions(20_000, EU, US);
    private final TestRegion eu = regions.region(EU);
    private final TestRegion us = regions.region(US);

    /** The text that sorts first. Of one item it does not come to an end, and does not hear of interrupts. */
    public static final class FirstOrNever implements ConflictResolver {
        @Override
        public String name() {
            return "first-or-never";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            if (key.equals(ItemKey.of("pk", STUCK))) {
                hang();
            }
            String one = String.valueOf(older.value());
            return one.compareTo(String.valueOf(newer.value())) <= 0 ? older.value() : newer.value();
        }

        private static void hang() {
            boolean over = false;
            while (!over) {
                try {
                    END.await();
                    over = true;
                } catch (InterruptedException e) {
                    // Such is code that hangs.
                }
            }
        }
    }

    @AfterAll
    static void letGo() {
        END.countDown();
    }

    private static void put(TestRegion region, String name) {
        ControlPolicies policies = new ControlPolicies(
                region.clients.dynamo(), region.wiring.config().control().name(), new Actor(name));
        PolicyRecord record = new PolicyRecord(1, 1, POLICY, new Note(1, "ada", ""));
        assertThat(policies.put(record, policies.read().join()).join()).isTrue();
    }

    /** Both regions hold the same, no batch fails, and nobody is owed anything. */
    @Test
    void itStopsNeitherOtherKeysNorTheBatch() {
        put(eu, EU);
        put(us, US);
        for (String key : List.of("first", STUCK, "second")) {
            boolean first = key.equals("first");
            eu.put(key, "note", first ? "a" : "b");
            us.put(key, "note", first ? "b" : "a");
        }
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds until quiet").isLessThan(ROUNDS);
            moved = List.of(eu.forward(), us.forward(), eu.deliver(US), us.deliver(EU))
                    .contains(true);
        }
        assertThat(eu.items()).isEqualTo(us.items());
        for (String key : List.of("first", "second")) {
            assertThat(eu.items().get(key)).containsEntry("note", AttributeValue.fromS("a"));
        }
        assertThat(List.of(eu.hints(US), us.hints(EU))).containsOnly(0);
        double failed = List.of(eu, us).stream()
                .mapToDouble(region -> region.clients.cloudWatch.sum("ConflictsResolverFailed"))
                .sum();
        assertThat(failed).isGreaterThanOrEqualTo(1);
    }
}
