package dev.rejoin.aws.wire;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Versions of every shape: registers of all types, removed ones, counters with and without a base, deletes. */
final class RandomShipments {
    private static final List<Actor> ACTORS =
            List.of(new Actor("eu-west-1"), new Actor("us-east-1"), new Actor("ap-south-1"));

    private final Random random;

    RandomShipments(long seed) {
        this.random = new Random(seed);
    }

    List<Shipment> shipments(int count) {
        List<Shipment> shipments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shipments.add(new Shipment(key(i), version(random.nextInt(12))));
        }
        return shipments;
    }

    private ItemKey key(int number) {
        Value sort = random.nextBoolean() ? Value.N.of(number) : new Value.B(new byte[] {(byte) number});
        return random.nextBoolean()
                ? ItemKey.of("pk", "order#" + number)
                : ItemKey.of(Map.of("pk", new Value.S("ü" + number), "sk", sort));
    }

    private Version version(int writes) {
        VersionBuilder builder = new VersionBuilder(Version.EMPTY);
        for (int time = 1; time <= writes + 1; time++) {
            Dot dot = new Dot(time * 1000L + random.nextInt(500), ACTORS.get(random.nextInt(ACTORS.size())));
            write(builder.seen(dot), dot, "a" + random.nextInt(6));
        }
        return builder.build();
    }

    private void write(VersionBuilder builder, Dot dot, String name) {
        switch (random.nextInt(8)) {
            case 0 -> builder.deleted(dot);
            case 1 -> builder.existence(dot);
            case 2 -> builder.register(name, Cell.of(dot, null));
            case 3 -> builder.counter("n" + random.nextInt(3), counter(dot));
            default -> builder.register(name, Cell.of(dot, value(2)));
        }
    }

    private Counter counter(Dot dot) {
        Counter.Base base = random.nextBoolean() ? new Counter.Base(dot, decimal(3)) : null;
        return Counter.of(base, dot.actor(), new Counter.Sum(dot.time(), decimal(0)));
    }

    /** As it is once read: scale and all. */
    private BigDecimal decimal(int scale) {
        return BigDecimal.valueOf(random.nextInt(), scale).stripTrailingZeros();
    }

    Value value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> new Value.S("");
            case 1 -> new Value.S("text \" \\ \u0000 \ud83d\ude00 " + random.nextInt());
            case 2 -> Value.N.of(random.nextInt() + "." + random.nextInt(1000) + "E" + (random.nextInt(200) - 110));
            case 3 -> new Value.B(bytes());
            case 4 -> random.nextBoolean() ? new Value.Bool(random.nextBoolean()) : new Value.Null();
            case 5 -> new Value.SS(Set.of("x", "y" + random.nextInt()));
            case 6 -> new Value.NS(Set.of(Value.N.of(random.nextInt()), Value.N.of("0.5")));
            case 7 -> new Value.BS(Set.of(new Value.B(bytes())));
            case 8 -> new Value.L(List.of(value(depth - 1), value(depth - 1)));
            default -> new Value.M(Map.of("k", value(depth - 1), "", value(depth - 1)));
        };
    }

    byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
