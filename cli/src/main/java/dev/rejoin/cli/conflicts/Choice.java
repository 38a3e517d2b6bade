package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.KnownValue;
import dev.rejoin.cli.operate.KeyText;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.ConflictResolver.Candidate;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.version.ResolutionException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of a command line that says what shall stand. */
final class Choice {
    @Option(names = "--pick", paramLabel = "SIDE", required = true, description = "winner or loser.")
    private @Nullable Pick pick;

    @Option(
            names = "--value",
            paramLabel = "JSON",
            required = true,
            description = "Another value, in DynamoDB's JSON: '{\"S\": \"paid\"}'.")
    private @Nullable String value;

    @Option(
            names = "--resolver",
            paramLabel = "NAME",
            required = true,
            description = "What this resolver, which --resolvers offers, makes of the two values.")
    private @Nullable String resolver;

    Choice() {}

    /** One of the two writes. */
    enum Pick {
        winner,
        loser
    }

    /**
     * What shall stand.
     *
     * @param name in a word
     * @param value null if the attribute shall go
     */
    record Chosen(String name, @Nullable Value value) {}

    /** Whether a resolver shall say it. */
    boolean asksResolver() {
        return resolver != null;
    }

    /**
     * What was chosen.
     *
     * @throws picocli.CommandLine.ParameterException if the journal does not have the value, or it is none, or there is no such
     *     resolver
     * @throws ResolutionException if the resolver fails
     */
    Chosen of(TableOptions options, JournalEntry entry, List<ConflictResolver> resolvers) {
        if (resolver != null) {
            ConflictResolver named = named(options, resolver, resolvers);
            return new Chosen("resolver " + named.name(), merged(options, entry, named));
        }
        if (value != null) {
            try {
                return new Chosen("value", KeyText.value(value));
            } catch (IllegalArgumentException e) {
                throw options.wrong("--value: " + e.getMessage());
            }
        }
        boolean winner = pick == Pick.winner;
        KnownValue known = (winner ? entry.winner() : entry.loser()).value();
        return new Chosen(winner ? "winner" : "loser", value(options, known));
    }

    private static ConflictResolver named(TableOptions options, String name, List<ConflictResolver> resolvers) {
        String plain = name.startsWith(DataTypes.CUSTOM) ? name.substring(DataTypes.CUSTOM.length()) : name;
        return resolvers.stream()
                .filter(one -> one.name().equals(plain))
                .findFirst()
                .orElseThrow(() -> options.wrong("--resolver: there is no '" + plain + "', only "
                        + resolvers.stream().map(ConflictResolver::name).collect(Collectors.joining(", "))
                        + "; name the jar with it: --resolvers resolvers.jar"));
    }

    /** The older first, as everywhere. */
    private static @Nullable Value merged(TableOptions options, JournalEntry entry, ConflictResolver resolver) {
        if (entry.winner().value() == KnownValue.Nothing.DELETED) {
            throw options.wrong("the winner is a delete of the item: there are no two values to merge");
        }
        Candidate loser = candidate(options, entry.loser());
        Candidate winner = candidate(options, entry.winner());
        boolean inOrder = winner.dot().isAfter(loser.dot());
        try {
            return resolver.resolve(entry.key(), entry.attribute(), inOrder ? loser : winner, inOrder ? winner : loser);
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
            throw new ResolutionException("resolver '" + resolver.name() + "' failed: " + e, e);
        }
    }

    private static Candidate candidate(TableOptions options, JournalEntry.Write write) {
        return new Candidate(write.dot(), value(options, write.value()));
    }

    private static @Nullable Value value(TableOptions options, KnownValue known) {
        if (known instanceof KnownValue.Shown shown) {
            return shown.value();
        } else if (known instanceof KnownValue.Sealed) {
            throw options.wrong("that value is kept encrypted: add --decrypt, or give --value");
        } else if (known instanceof KnownValue.Hashed) {
            throw options.wrong("only the hash of that value was kept: give --value");
        } else if (known == KnownValue.Nothing.REMOVED) {
            return null;
        }
        throw options.wrong(
                known == KnownValue.Nothing.DELETED
                        ? "the winner is a delete of the item; to let it stand there is nothing to do"
                        : "no region's journal knows that value: give --value");
    }
}
