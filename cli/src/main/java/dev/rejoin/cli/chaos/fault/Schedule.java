package dev.rejoin.cli.chaos.fault;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All faults of a run, by their beginning. The same seed, length and regions give the same faults. Every kind comes once before
 * any comes again; of two faults that take hold of the same thing, the second waits until the first is over.
 */
public record Schedule(List<Fault> faults) {
    private static final Duration QUIET_START = Duration.ofSeconds(2);
    /** Between the beginnings of two faults, in the mean: a part of the run, but neither less nor more than this. */
    private static final int PARTS = 24;

    private static final Duration LEAST_GAP = Duration.ofMillis(800);
    private static final Duration MOST_GAP = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LONGEST_ISOLATION = Duration.ofSeconds(60);
    /** Peers refuse what is more than 60 s ahead; a run that is long enough has some of it. */
    private static final int MOST_SKEW_MILLIS = 75_000;

    public Schedule {
        faults = List.copyOf(faults);
    }

    /**
     * The faults of a run.
     *
     * @param regions two or more
     */
    public static Schedule of(long seed, Duration run, List<Actor> regions) {
        return new Schedule(new Dice(seed, run, regions).faults());
    }

    private static final class Dice {
        private final Random random;
        private final Duration run;
        private final List<Actor> regions;
        private final Deque<FaultKind> deck = new ArrayDeque<>();
        private final Map<String, Duration> busy = new HashMap<>();

        Dice(long seed, Duration run, List<Actor> regions) {
            this.random = new Random(seed);
            this.run = run;
            this.regions = regions;
        }

        List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            Duration last = run.minus(run.dividedBy(10));
            Duration at = QUIET_START;
            while (at.compareTo(last) < 0) {
                FaultKind kind = next();
                Actor region = any(regions);
                Actor peer = kind.resource() == FaultKind.Resource.LINK ? peer(region) : null;
                List<String> held = held(kind, region, peer);
                Duration free = held.stream()
                        .map(thing -> busy.getOrDefault(thing, Duration.ZERO))
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO);
                Fault fault = fault(kind, region, peer, free.compareTo(at) > 0 ? free : at, last);
                if (!fault.length().isNegative() && !fault.length().isZero()) {
                    held.forEach(thing -> busy.put(thing, fault.end()));
                    faults.add(fault);
                }
                at = at.plus(gap());
            }
            faults.sort(Comparator.comparing(Fault::at));
            return faults;
        }

        private Fault fault(FaultKind kind, Actor region, @Nullable Actor peer, Duration at, Duration last) {
            Duration longest = shorter(kind == FaultKind.ISOLATE ? LONGEST_ISOLATION : LONGEST, run.dividedBy(6));
            long millis = between(SHORTEST.toMillis(), Math.max(SHORTEST.toMillis() + 1, longest.toMillis()));
            Duration length = shorter(Duration.ofMillis(millis), last.minus(at));
            return new Fault(kind, region, peer, at, length, amount(kind));
        }

        private int amount(FaultKind kind) {
            return switch (kind) {
                case DELAY -> (int) between(50, 1_500);
                case NARROW -> (int) between(2_000, 20_000);
                case THROTTLE, STORE_ERRORS -> (int) between(20, 90);
                case STORE_ANSWERS_LOST, STORE_SLOW -> (int) between(5, 40);
                case SKEW -> skew();
                default -> 0;
            };
        }

        /** No more than a quarter of the run: what is ahead of the others' clocks arrives when they have caught up. */
        private int skew() {
            int most = (int) Math.min(MOST_SKEW_MILLIS, run.toMillis() / 4);
            int skew = (int) between(most / 4, most);
            return random.nextBoolean() ? skew : -skew;
        }

        private Duration gap() {
            long mean =
                    shorter(MOST_GAP, longer(LEAST_GAP, run.dividedBy(PARTS))).toMillis();
            return Duration.ofMillis(between(mean / 2, mean * 3 / 2));
        }

        private FaultKind next() {
            if (deck.isEmpty()) {
                List<FaultKind> kinds = new ArrayList<>(Arrays.asList(FaultKind.values()));
                Collections.shuffle(kinds, random);
                deck.addAll(kinds);
            }
            return deck.remove();
        }

        private List<String> held(FaultKind kind, Actor region, @Nullable Actor peer) {
            return switch (kind.resource()) {
                case LINK -> List.of(link(region, String.valueOf(peer)));
                case LINKS ->
                    regions.stream()
                            .filter(other -> !other.equals(region))
                            .flatMap(other -> Stream.of(link(region, other.name()), link(other, region.name())))
                            .toList();
                default -> List.of(kind.resource() + " " + region);
            };
        }

        private static String link(Actor from, String to) {
            return "link " + from + " " + to;
        }

        private Actor peer(Actor region) {
            return any(regions.stream().filter(other -> !other.equals(region)).toList());
        }

        private Actor any(List<Actor> some) {
            return some.get(random.nextInt(some.size()));
        }

        /** From {@code low}, below {@code high}. */
        private long between(long low, long high) {
            return low + (long) (random.nextDouble() * (high - low));
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) > 0 ? a : b;
        }

        private static Duration shorter(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }
    }
}
