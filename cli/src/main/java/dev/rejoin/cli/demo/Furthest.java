package dev.rejoin.cli.demo;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own resolver, as a shop may write one: of two states of an order the one that is further along stands, whenever it
 * was written. On the class path of local regions.
 */
public final class Furthest implements ConflictResolver {
    private static final List<String> WAY = List.of("new", "paid", "packed", "shipped", "delivered");

    /** What is on the way goes before what is not. To the end by the values themselves, as the laws want it. */
    private static final Comparator<Candidate> ORDER = Comparator.comparingInt(
                    (Candidate one) -> WAY.indexOf(text(one)))
            .thenComparing(one -> Objects.toString(one.value(), ""));

    /** Made by the service loader. */
    public Furthest() {}

    @Override
    public String name() {
        return "demo-furthest";
    }

    @Override
    public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
        return (ORDER.compare(older, newer) > 0 ? older : newer).value();
    }

    private static String text(Candidate one) {
        return one.value() instanceof Value.S text ? text.text() : "";
    }
}
