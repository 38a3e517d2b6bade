package dev.rejoin.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Resolution;
import dev.rejoin.version.VersionBuilder;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in type keeps the laws, and types that do not are caught. */
class TypeLawsTest {
    private static final Resolution SHOWN = MergePolicy.REGISTERS.at(ItemKey.of("pk", "item#1"));

    static Set<String> builtIn() {
        return DataTypes.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyBuiltInTypePasses(String name) {
        assertThat(TypeLaws.of(DataTypes.all().get(name), SHOWN).check()).isEmpty();
    }

    private static AttributePolicy type(BiConsumer<PlainChange, VersionBuilder> fold) {
        return new AttributePolicy() {
            @Override
            public String name() {
                return "tried";
            }

            @Override
            public void fold(PlainChange change, VersionBuilder into) {
                fold.accept(change, into);
            }
        };
    }

    @Test
    void aTypeThatForgetsWhichWriteItWasIsCaught() {
        Dot always = new Dot(7, new Actor("eu-west-1"));
        AttributePolicy forgetful =
                type((change, into) -> into.register(change.attribute(), Cell.of(always, change.after())));
        Optional<Violation> found = TypeLaws.of(forgetful, SHOWN).check();
        assertThat(found).isPresent();
        assertThat(found.get().law()).isEqualTo(Law.COMMUTATIVE);
        assertThat(found.get().steps()).hasSize(2).allMatch(step -> step.contains("writes"));
    }

    @Test
    void aTypeThatCountsItsCallsIsCaught() {
        AtomicInteger calls = new AtomicInteger();
        AttributePolicy counting = type((change, into) ->
                into.register(change.attribute(), Cell.of(change.dot(), Value.N.of(calls.incrementAndGet()))));
        assertThat(TypeLaws.of(counting, SHOWN).check().map(Violation::law)).hasValue(Law.DETERMINISTIC);
    }

    @Test
    void aTypeThatThrowsIsCaught() {
        AttributePolicy failing = type((change, into) -> {
            throw new IllegalStateException("never");
        });
        assertThat(TypeLaws.of(failing, SHOWN).check().map(Violation::law)).hasValue(Law.ANSWERS);
    }
}
