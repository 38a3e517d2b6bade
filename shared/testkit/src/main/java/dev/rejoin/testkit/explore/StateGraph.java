package dev.rejoin.testkit.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The states that were seen, by number, and the ways between them. */
final class StateGraph {
    private static final int ROOM = 1 << 10;

    /** Where every run begins, before any state in which there is a choice. */
    static final int BEGINNING = 0;

    private final Map<Long, Integer> numbers = new HashMap<>(Map.of(0L, BEGINNING));
    private final BitSet ends = new BitSet();
    private int[] from = new int[ROOM];
    private int[] to = new int[ROOM];
    private int ways;

    /** The number of a state: the next one if it is new. */
    int number(long state) {
        return numbers.computeIfAbsent(state, unseen -> numbers.size());
    }

    int states() {
        return numbers.size();
    }

    int ways() {
        return ways;
    }

    void way(int source, int target) {
        if (ways == from.length) {
            from = Arrays.copyOf(from, 2 * ways);
            to = Arrays.copyOf(to, 2 * ways);
        }
        from[ways] = source;
        to[ways++] = target;
    }

    /** Nothing can happen in this state. */
    void end(int state) {
        ends.set(state);
    }

    /** A state from which no way leads to an end, -1 if there is none. */
    int hopeless() {
        int[][] sources = neighbours(to, from);
        BitSet hopeful = (BitSet) ends.clone();
        Deque<Integer> open = new ArrayDeque<>();
        ends.stream().forEach(open::add);
        while (!open.isEmpty()) {
            for (int source : sources[open.remove()]) {
                if (!hopeful.get(source)) {
                    hopeful.set(source);
                    open.add(source);
                }
            }
        }
        int hopeless = hopeful.nextClearBit(0);
        return hopeless < states() ? hopeless : -1;
    }

    /** How many ways lead from the beginning to an end; infinitely many if some of them go in circles. */
    double interleavings() {
        int[][] targets = neighbours(from, to);
        int[] arriving = new int[states()];
        for (int way = 0; way < ways; way++) {
            arriving[to[way]]++;
        }
        double[] count = new double[states()];
        count[BEGINNING] = 1;
        Deque<Integer> open = new ArrayDeque<>();
        open.add(BEGINNING);
        int passed = 0;
        double sum = 0;
        while (!open.isEmpty()) {
            int state = open.remove();
            passed++;
            sum += ends.get(state) ? count[state] : 0;
            for (int target : targets[state]) {
                count[target] += count[state];
                if (--arriving[target] == 0) {
                    open.add(target);
                }
            }
        }
        return passed == states() ? sum : Double.POSITIVE_INFINITY;
    }

    private int[][] neighbours(int[] of, int[] are) {
        int[] sizes = new int[states()];
        for (int way = 0; way < ways; way++) {
            sizes[of[way]]++;
        }
        int[][] neighbours = new int[states()][];
        Arrays.setAll(neighbours, state -> new int[sizes[state]]);
        for (int way = 0; way < ways; way++) {
            neighbours[of[way]][--sizes[of[way]]] = are[way];
        }
        return neighbours;
    }
}
