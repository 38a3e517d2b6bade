package dev.rejoin.cli.chaos.writer;

import dev.rejoin.cli.chaos.writer.Ledger.Told;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One application: picks what to write next, writes it, and enters into the ledger what it was told. */
final class RegionWriter {
    private static final List<String> REGISTERS = List.of("status", "note", "address");
    private static final int MOST_AMOUNT = 9;

    private final Actor region;
    private final PlainClient client;
    private final Ledger ledger;
    private final Random random;
    private Map<String, AttributeValue> souvenir = Map.of();
    private String souvenirId = Family.WILD.id(0);

    RegionWriter(Actor region, PlainClient client, Ledger ledger, long seed) {
        this.region = region;
        this.client = client;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** One write of any kind. */
    void writeSomething() {
        int dice = random.nextInt(100);
        if (dice < 55) {
            writeRegisters(Family.REGISTERS);
        } else if (dice < 85) {
            count(Family.COUNTERS);
        } else {
            goWild();
        }
    }

    /** One more write to the hot key. */
    void flood() {
        count(Family.HOT);
    }

    /** The item that is churned is deleted or put. */
    void churn() {
        String id = Family.CHURNED.id(0);
        make(random.nextBoolean() ? Plain.delete(id) : Plain.put(id, values(id, REGISTERS)));
    }

    private void writeRegisters(Family family) {
        String id = any(family);
        int dice = random.nextInt(100);
        if (dice < 30) {
            make(Plain.put(id, values(id, some())));
        } else if (dice < 75) {
            make(Plain.update(id, values(id, some()), Map.of(), List.of()));
        } else if (dice < 88) {
            List<String> set = List.of(REGISTERS.get(0));
            make(Plain.update(id, values(id, set), Map.of(), List.of(REGISTERS.get(1 + random.nextInt(2)))));
        } else {
            make(Plain.delete(id));
        }
    }

    private void count(Family family) {
        String id = any(family);
        Map<String, Long> additions = new HashMap<>();
        additions.put("stock", amount());
        if (random.nextBoolean()) {
            additions.put("sold", amount());
        }
        List<String> set = random.nextInt(3) == 0 ? some() : List.of();
        make(Plain.update(id, values(id, set), additions, List.of()));
    }

    private long amount() {
        long amount = 1L + random.nextInt(MOST_AMOUNT);
        return random.nextInt(3) == 0 ? -amount : amount;
    }

    private void make(Plain plain) {
        ledger.told(client.write(plain), plain);
    }

    /** What is not entered value by value: it may be undone by an item that is put back. */
    private void goWild() {
        String id = any(Family.WILD);
        Told told = switch (random.nextInt(7)) {
            case 0 -> client.set(id, "stock", random.nextInt(100));
            case 1 -> client.write(Plain.delete(id));
            case 2 -> putBack(souvenirId);
            case 3 -> putBack(id);
            case 4 -> client.write(Plain.update(id, Map.of(), Map.of("stock", amount()), List.of()));
            case 5 -> client.write(Plain.put(id, Map.of("status", "put by " + region)));
            default ->
                client.write(Plain.update(id, Map.of("note", "seen " + random.nextInt(50)), Map.of(), List.of()));
        };
        ledger.told(told, Plain.delete(id));
        if (random.nextInt(3) == 0) {
            souvenirId = any(Family.WILD);
            souvenir = client.read(souvenirId);
        }
    }

    /** An item that was read a while ago, whole and with its clock, as the same item or as another. */
    private Told putBack(String id) {
        Map<String, AttributeValue> item = new HashMap<>(souvenir);
        item.putAll(PlainClient.key(id));
        return client.put(item);
    }

    private String any(Family family) {
        return family.id(random.nextInt(family.keys()));
    }

    /** One register or two. */
    private List<String> some() {
        int first = random.nextInt(REGISTERS.size());
        return random.nextBoolean()
                ? List.of(REGISTERS.get(first))
                : List.of(REGISTERS.get(first), REGISTERS.get((first + 1) % REGISTERS.size()));
    }

    private Map<String, String> values(String id, List<String> registers) {
        Map<String, String> values = new HashMap<>();
        for (String register : new ArrayList<>(registers)) {
            values.put(register, ledger.value(region, id, register));
        }
        return values;
    }
}
