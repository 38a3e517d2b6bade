package dev.rejoin.testkit.sim;

import java.util.Set;
import java.util.SplittableRandom;

/** How likely what goes wrong is, in one run. Mutable, because at the end of a run everything is healed. */
final class Chances {
    static final Chances NEVER = new Chances();

    private static final double JOURNAL_FAILS = .6;

    private double crash;
    private double zombie;
    private double loss;
    private double doubled;
    private double delayed;
    private double throttle;
    private double uncertain;
    private double cut;
    private double outage;
    private double forgotten;
    private double swallowed;
    private double unattended;
    private double resolver = .3;
    private double unkept;

    private Chances() {}

    /** Draws a run's chances; some runs are calm in some respects, so that combinations differ. */
    static Chances draw(Scenario.Faults faults, SplittableRandom random) {
        Chances chances = new Chances();
        if (faults == Scenario.Faults.COMMON || faults == Scenario.Faults.JOURNAL || faults.isAll()) {
            chances.crash = draw(random, .01);
            chances.zombie = .3;
            chances.loss = draw(random, .2);
            chances.doubled = draw(random, .15);
            chances.delayed = draw(random, .2);
            chances.throttle = draw(random, .02);
            chances.uncertain = draw(random, .05);
        }
        if (faults == Scenario.Faults.JOURNAL) {
            chances.throttle = 0;
            chances.unkept = JOURNAL_FAILS;
        }
        if (faults.isAll()) {
            chances.cut = draw(random, .01);
            chances.outage = draw(random, .006);
        }
        if (faults == Scenario.Faults.DAMAGE && random.nextInt(4) != 0) {
            chances.forgotten = draw(random, .5);
            chances.swallowed = draw(random, .3);
            chances.unattended = draw(random, 1);
        }
        return chances;
    }

    /** Anything of these may go wrong, and nothing else. */
    static Chances of(Set<Script.Fault> faults) {
        Chances chances = new Chances();
        chances.crash = faults.contains(Script.Fault.CRASH) ? 1 : 0;
        chances.loss = faults.contains(Script.Fault.LOSS) ? 1 : 0;
        chances.doubled = faults.contains(Script.Fault.DOUBLED) ? 1 : 0;
        chances.delayed = faults.contains(Script.Fault.DELAYED) ? 1 : 0;
        chances.throttle = faults.contains(Script.Fault.THROTTLED) ? 1 : 0;
        chances.uncertain = faults.contains(Script.Fault.UNCERTAIN) ? 1 : 0;
        return chances;
    }

    private static double draw(SplittableRandom random, double most) {
        return random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
    }

    /** Nothing goes wrong any more. */
    void heal() {
        crash = 0;
        loss = 0;
        doubled = 0;
        delayed = 0;
        throttle = 0;
        uncertain = 0;
        cut = 0;
        outage = 0;
        forgotten = 0;
        swallowed = 0;
        unattended = 0;
        resolver = 0;
        unkept = 0;
    }

    /** That the journal or the bin does not take something. */
    double unkept() {
        return unkept;
    }

    double crash() {
        return crash;
    }

    double zombie() {
        return zombie;
    }

    double loss() {
        return loss;
    }

    double doubled() {
        return doubled;
    }

    double delayed() {
        return delayed;
    }

    double throttle() {
        return throttle;
    }

    double uncertain() {
        return uncertain;
    }

    double cut() {
        return cut;
    }

    double outage() {
        return outage;
    }

    /** That a hint is lost after the queue took it. */
    double forgotten() {
        return forgotten;
    }

    /** That a message is lost and the sender takes it for delivered. */
    double swallowed() {
        return swallowed;
    }

    /** That the table owner's own code fails, where it does at all. */
    double resolver() {
        return resolver;
    }

    /** That records are gone when the forwarder comes back, and nobody knows. */
    double unattended() {
        return unattended;
    }
}
