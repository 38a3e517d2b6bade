package dev.rejoin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.policy.PolicyContext;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver.Candidate;
import dev.rejoin.testkit.law.ResolverLaws;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FurthestTest {
    private static final List<Value> STATES = Stream.of("new", "paid", "packed", "shipped", "delivered", "lost")
            .<Value>map(Value.S::new)
            .toList();

    private static Value of(String older, String newer) {
        return new Furthest().resolve(ItemKey.of("id", "a"), "progress", candidate(older), candidate(newer));
    }

    private static Candidate candidate(String text) {
        return new Candidate(new Dot(1, new Actor("eu-west-1")), new Value.S(text));
    }

    @Test
    void whatIsFurtherAlongStands() {
        assertThat(of("delivered", "packed")).isEqualTo(new Value.S("delivered"));
        assertThat(of("packed", "delivered")).isEqualTo(new Value.S("delivered"));
        assertThat(of("new", "who knows")).isEqualTo(new Value.S("new"));
    }

    @Test
    void itKeepsTheLaws() {
        assertThat(ResolverLaws.of(new Furthest()).withSamples(STATES).check()).isEmpty();
    }

    @Test
    void localRegionsHaveIt() {
        assertThat(PolicyContext.resolvers(getClass().getClassLoader())).hasExactlyElementsOfTypes(Furthest.class);
    }
}
