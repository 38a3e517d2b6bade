package dev.rejoin.cli.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Actor> REGIONS =
            List.of(new Actor("eu-west-1"), new Actor("us-east-1"), new Actor("ap-south-1"));
    private static final Duration RUN = Duration.ofMinutes(10);

    @Test
    void theSameSeedGivesTheSameFaultsAndAnotherSeedOthers() {
        assertThat(Schedule.of(7, RUN, REGIONS)).isEqualTo(Schedule.of(7, RUN, REGIONS));
        assertThat(Schedule.of(7, RUN, REGIONS)).isNotEqualTo(Schedule.of(8, RUN, REGIONS));
    }

    @Test
    void everyKindComes() {
        Set<FaultKind> kinds = Schedule.of(7, RUN, REGIONS).faults().stream()
                .map(Fault::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FaultKind.class)));

        assertThat(kinds).isEqualTo(EnumSet.allOf(FaultKind.class));
    }

    @Test
    void faultsLieWithinTheRunAndAreSortedByTheirBeginning() {
        List<Fault> faults = Schedule.of(7, RUN, REGIONS).faults();

        assertThat(faults)
                .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()))
                .allSatisfy(fault -> {
                    assertThat(fault.at()).isPositive();
                    assertThat(fault.length()).isPositive();
                    assertThat(fault.end()).isLessThan(RUN);
                });
    }

    @Test
    void nothingIsInTheHoldOfTwoFaults() {
        for (int seed = 0; seed < 50; seed++) {
            List<Fault> faults = Schedule.of(seed, RUN, REGIONS).faults();
            for (int i = 0; i < faults.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(collide(faults.get(j), faults.get(i)))
                            .as("%s and %s", faults.get(j), faults.get(i))
                            .isFalse();
                }
            }
        }
    }

    private static boolean collide(Fault a, Fault b) {
        boolean sameTime = a.end().compareTo(b.at()) > 0 && b.end().compareTo(a.at()) > 0;
        boolean links = onLinks(a) && onLinks(b);
        return sameTime && (links ? shareALink(a, b) : sameThing(a, b));
    }

    private static boolean onLinks(Fault fault) {
        return fault.kind().resource() == FaultKind.Resource.LINK
                || fault.kind().resource() == FaultKind.Resource.LINKS;
    }

    private static boolean shareALink(Fault a, Fault b) {
        if (a.peer() != null && b.peer() != null) {
            return a.region().equals(b.region()) && a.peer().equals(b.peer());
        } else if (a.peer() == null && b.peer() == null) {
            return true;
        }
        Fault one = a.peer() == null ? b : a;
        Actor isolated = a.peer() == null ? a.region() : b.region();
        return one.region().equals(isolated) || isolated.equals(one.peer());
    }

    private static boolean sameThing(Fault a, Fault b) {
        return a.kind().resource() == b.kind().resource() && a.region().equals(b.region());
    }

    @Test
    void aShortRunHasFaultsOfSeveralKinds() {
        List<Fault> faults = Schedule.of(1, Duration.ofSeconds(20), REGIONS).faults();

        assertThat(faults.stream().map(Fault::kind).distinct().count()).isGreaterThan(8);
    }
}
