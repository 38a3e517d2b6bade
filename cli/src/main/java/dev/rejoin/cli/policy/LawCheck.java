package dev.rejoin.cli.policy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.testkit.law.ResolverLaws;
import dev.rejoin.testkit.law.TypeLaws;
import dev.rejoin.testkit.law.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tries the laws of merging on what a policy names: every type once, a resolver for each attribute that it merges. */
final class LawCheck {
    private final MergePolicy policy;
    private final Map<String, ConflictResolver> resolvers;

    LawCheck(MergePolicy policy, List<ConflictResolver> resolvers) {
        this.policy = policy;
        this.resolvers = resolvers.stream()
                .collect(Collectors.toMap(resolver -> DataTypes.CUSTOM + resolver.name(), resolver -> resolver));
    }

    /**
     * Something to be tried.
     *
     * @param attributes that have the type
     * @param samples values to try, beside generated ones
     */
    record Subject(AttributePolicy type, ItemKey key, List<String> attributes, List<Value> samples) {
        boolean isCustom() {
            return type.name().startsWith(DataTypes.CUSTOM);
        }
    }

    /** What came of it. */
    record Verdict(Subject subject, Optional<Violation> violation) {
        boolean holds() {
            return violation.isEmpty();
        }
    }

    /** What there is to try. */
    List<Subject> subjects(Samples samples) {
        Map<String, Subject> found = new LinkedHashMap<>();
        for (KeyRule rule : policy.rules()) {
            new TreeMap<>(rule.attributes()).forEach((attribute, type) -> {
                Subject next = new Subject(type, key(rule), List.of(attribute), samples.of(policy, rule, attribute));
                String name = next.isCustom() ? type.name() + "/" + attribute : type.name();
                found.merge(name, next, LawCheck::both);
            });
        }
        return List.copyOf(found.values());
    }

    private static Subject both(Subject one, Subject other) {
        List<String> attributes = new ArrayList<>(one.attributes);
        other.attributes.stream().filter(name -> !attributes.contains(name)).forEach(attributes::add);
        List<Value> samples = new ArrayList<>(one.samples);
        samples.addAll(other.samples);
        return new Subject(one.type, one.key, attributes, samples);
    }

    /** A key that the rule fits. */
    private static ItemKey key(KeyRule rule) {
        if (rule.prefixes().isEmpty()) {
            return ItemKey.of("pk", "item#1");
        }
        Map<String, Value> key = new TreeMap<>();
        rule.prefixes().forEach((name, prefix) -> key.put(name, new Value.S(prefix + "1")));
        return ItemKey.of(key);
    }

    /** Tries all of them; hears of each when it is done. */
    List<Verdict> run(List<Subject> subjects, Consumer<Verdict> done) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Subject subject : subjects) {
            Verdict verdict = new Verdict(subject, violation(subject));
            verdicts.add(verdict);
            done.accept(verdict);
        }
        return verdicts;
    }

    private Optional<Violation> violation(Subject subject) {
        ConflictResolver resolver = resolvers.get(subject.type.name());
        if (resolver != null) {
            Optional<Violation> broken = ResolverLaws.of(resolver)
                    .withSamples(subject.samples)
                    .at(subject.key, subject.attributes.get(0))
                    .check();
            if (broken.isPresent()) {
                return broken;
            }
        }
        return TypeLaws.of(subject.type, policy.at(subject.key))
                .withSamples(subject.samples)
                .check();
    }
}
