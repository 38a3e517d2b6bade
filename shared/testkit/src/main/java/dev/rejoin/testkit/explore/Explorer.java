package dev.rejoin.testkit.explore;

import dev.rejoin.testkit.explore.Exploration.Failure;
import dev.rejoin.testkit.sim.Episode;
import dev.rejoin.testkit.sim.Fork;
import dev.rejoin.testkit.sim.Script;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that can happen in a script, depth first. Runs cannot be copied, so each starts from the beginning
 * and takes the ways of the one before up to the last place where a way is left to be tried.
 *
 * <p>At each end the simulator's oracles are asked, and from each state an end must be in reach.
 */
public final class Explorer {
    private static final long MOST_STEPS = 2_000;
    private static final int NOWHERE = -1;
    private static final int ROOM = 1 << 8;

    private final Script script;
    private final Reduction reduction;
    private final long mostRuns;
    private final StateGraph graph = new StateGraph();
    private final Set<String> ends = new TreeSet<>();
    private int[] taken = new int[ROOM];
    private int[] ways = new int[ROOM];
    private int[] states = new int[ROOM];
    private int depth;
    private int position;
    private int at = StateGraph.BEGINNING;
    private long interleavings;
    private @Nullable String failure;
    private long failureSteps = Long.MAX_VALUE;
    private int[] failureWays = {};

    private Explorer(Script script, Reduction reduction, long mostRuns) {
        this.script = script;
        this.reduction = reduction;
        this.mostRuns = mostRuns;
    }

    /**
     * Explores a script.
     *
     * @param mostRuns where to stop, if there is more
     */
    public static Exploration explore(Script script, Reduction reduction, long mostRuns) {
        return new Explorer(script, reduction, mostRuns).explore();
    }

    private Exploration explore() {
        long runs = 0;
        boolean more = true;
        while (more && runs < mostRuns) {
            run();
            runs++;
            more = next();
        }
        int hopeless = reduction.knowsStates() && !more && failure == null ? graph.hopeless() : NOWHERE;
        if (hopeless != NOWHERE) {
            failure = "never comes to rest from state " + hopeless + " on";
        }
        return new Exploration(
                script,
                reduction.knowsStates() ? graph.states() : 0,
                graph.ways(),
                reduction.knowsStates() && !more ? graph.interleavings() : interleavings,
                ends,
                runs,
                !more,
                failure == null ? null : new Failure(failure, trace()));
    }

    private void run() {
        Episode episode = new Episode(script, this::choose, reduction.isEager(), false);
        position = 0;
        at = StateGraph.BEGINNING;
        try {
            while (goesOn(episode)) {
                if (episode.steps() > MOST_STEPS) {
                    failed(episode, "does not come to rest");
                    return;
                }
            }
        } catch (RuntimeException e) {
            failed(episode, "threw " + e);
        }
    }

    /** One step of a run; false if it is over, or goes where others went. */
    private boolean goesOn(Episode episode) {
        int ready = episode.ready();
        if (ready == 0) {
            end(episode);
        }
        if (ready > 1 && position == depth && reduction.knowsStates() && !isNew(episode)) {
            return false;
        }
        if (ready > 0) {
            episode.step(ready == 1 ? 0 : chooseStep(ready));
        }
        return ready > 0;
    }

    /** Notes the way here. */
    private boolean isNew(Episode episode) {
        int before = graph.states();
        int here = graph.number(episode.state());
        graph.way(at, here);
        at = here;
        return graph.states() > before;
    }

    private int chooseStep(int ready) {
        if (position == depth) {
            push(ready, at);
        } else {
            at = states[position];
        }
        return take(ready);
    }

    private int choose(int count) {
        if (position == depth) {
            push(count, NOWHERE);
        }
        return take(count);
    }

    private int take(int count) {
        if (ways[position] != count) {
            throw new IllegalStateException("the same choices led to another run");
        }
        return taken[position++];
    }

    private void push(int count, int state) {
        if (depth == taken.length) {
            taken = Arrays.copyOf(taken, 2 * depth);
            ways = Arrays.copyOf(ways, 2 * depth);
            states = Arrays.copyOf(states, 2 * depth);
        }
        taken[depth] = 0;
        ways[depth] = count;
        states[depth++] = state;
    }

    /** Turns to the next way at the last place where one is left. */
    private boolean next() {
        while (depth > 0 && taken[depth - 1] + 1 == ways[depth - 1]) {
            depth--;
        }
        if (depth == 0) {
            return false;
        }
        taken[depth - 1]++;
        return true;
    }

    private void end(Episode episode) {
        interleavings++;
        if (reduction.knowsStates()) {
            if (!isNew(episode)) {
                return;
            }
            graph.end(at);
        }
        String wrong = episode.verdict();
        if (wrong != null) {
            failed(episode, wrong);
        }
        ends.add(episode.outcome());
    }

    private void failed(Episode episode, String what) {
        if (episode.steps() < failureSteps) {
            failure = what;
            failureSteps = episode.steps();
            failureWays = Arrays.copyOf(taken, depth);
        }
    }

    /** What happens in the run that failed. */
    private List<String> trace() {
        int[] next = {0};
        Fork again = count -> next[0] < failureWays.length ? failureWays[next[0]++] : 0;
        Episode episode = new Episode(script, again, reduction.isEager(), true);
        for (int ready = episode.ready(); ready > 0 && episode.steps() <= MOST_STEPS; ready = episode.ready()) {
            episode.step(ready == 1 ? 0 : again.choose(ready));
        }
        return episode.trace();
    }
}
