package dev.rejoin.aws.config;

import dev.rejoin.aws.bin.DynamoDbBin;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.aws.config.JournalConfig.Values;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.journal.DynamoDbJournal;
import dev.rejoin.aws.policy.TimedResolver;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.OnIsolation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an environment once, and notes everything that is wrong with it. */
final class ConfigParser {
    private static final long CLOCK_BOUND = 60_000;
    private static final long LAG_ALARM = 180_000;
    private static final long LINK_TIMEOUT = 5_000;
    private static final long HINT_RETENTION = 1_209_600_000;
    private static final long ISOLATION_BOUND = 150_000;
    private static final long LEAST_ISOLATION_BOUND = 90_000;
    private static final int NAME_BYTES = 255;
    private static final int MOST_DAYS = 3650;
    private static final Pattern KEY_ARN = Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[a-zA-Z0-9-]+");

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();

    ConfigParser(Map<String, String> environment) {
        this.environment = environment;
    }

    FunctionConfig parse(Set<Need> needs) {
        String clock = optional("REJOIN_CLOCK_ATTRIBUTE").orElse(ReplicatedTable.DEFAULT_CLOCK_NAME);
        ReplicatedTable table = table("REJOIN_TABLE", "REJOIN_SHADOW_TABLE", list("REJOIN_KEY"), clock);
        ReplicatedTable control = table(
                "REJOIN_CONTROL_TABLE",
                "REJOIN_CONTROL_SHADOW_TABLE",
                List.of(FunctionConfig.CONTROL_KEY),
                ReplicatedTable.DEFAULT_CLOCK_NAME);
        JournalConfig journal = journal();
        Optional<BinConfig> bin = bin();
        Actor self = self();
        SortedMap<Actor, PeerFunction> peers = pairs("REJOIN_PEERS", this::peer);
        SortedMap<Actor, URI> queues = pairs("REJOIN_HINT_QUEUES", this::queue);
        SortedMap<Actor, PeerFunction> verifiers = pairs("REJOIN_VERIFIERS", this::peer);
        checkSelf(self, peers);
        checkRegions("REJOIN_HINT_QUEUES", peers, queues, needs.contains(Need.HINT_QUEUES));
        checkRegions("REJOIN_VERIFIERS", peers, verifiers, needs.contains(Need.VERIFIERS));
        Optional<String> bucket = optional("REJOIN_FAILURE_BUCKET");
        if (needs.contains(Need.FAILURE_BUCKET) && bucket.isEmpty()) {
            required("REJOIN_FAILURE_BUCKET");
        }
        Set<String> counters = counters(table, clock);
        Duration clockBound = millis("REJOIN_CLOCK_BOUND_MS", CLOCK_BOUND);
        Duration lagAlarm = millis("REJOIN_LAG_ALARM_MS", LAG_ALARM);
        Optional<String> topic = optional("REJOIN_ALARM_TOPIC");
        Duration timeout = millis("REJOIN_LINK_TIMEOUT_MS", LINK_TIMEOUT);
        Duration resolverTimeout = millis("REJOIN_RESOLVER_TIMEOUT_MS", TimedResolver.DEFAULT_DEADLINE.toMillis());
        OutageConfig outage = outage();
        boolean predates = flag("REJOIN_PREDATES");
        Set<Actor> former = actors("REJOIN_FORMER_REGIONS");
        if (!errors.isEmpty() || table == null || control == null || self == null) {
            throw new ConfigException(errors);
        }
        return new FunctionConfig(
                table,
                control,
                journal,
                bin,
                self,
                peers,
                queues,
                verifiers,
                bucket,
                counters,
                clockBound,
                lagAlarm,
                topic,
                timeout,
                resolverTimeout,
                outage,
                predates,
                former);
    }

    private OutageConfig outage() {
        return new OutageConfig(
                pairs("REJOIN_DEAD_QUEUES", this::queue),
                optional("REJOIN_FORWARDER"),
                millis("REJOIN_HINT_RETENTION_MS", HINT_RETENTION),
                pairs("REJOIN_COURIER_MAPPINGS", uuid -> uuid),
                onIsolation(),
                isolationBound(),
                split(optional("REJOIN_WRITERS").orElse("")));
    }

    private OnIsolation onIsolation() {
        String text = optional("REJOIN_ON_ISOLATION").orElse(OnIsolation.OPEN.text());
        return OnIsolation.parse(text).orElseGet(() -> {
            errors.add("REJOIN_ON_ISOLATION must be open, fence or fence-minority: '" + text + "'");
            return OnIsolation.OPEN;
        });
    }

    /** Heartbeats are a minute apart: with less than this, one that is late would count as silence. */
    private Duration isolationBound() {
        Duration bound = millis("REJOIN_ISOLATION_BOUND_MS", ISOLATION_BOUND);
        if (bound.toMillis() < LEAST_ISOLATION_BOUND) {
            errors.add("REJOIN_ISOLATION_BOUND_MS must be " + LEAST_ISOLATION_BOUND
                    + " or more, for heartbeats are a minute apart: " + bound.toMillis());
        }
        return bound;
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Empty text, and an error, if it is missing. */
    private String required(String name) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            errors.add(name + " is missing");
        }
        return value.orElse("");
    }

    private Set<Actor> actors(String name) {
        Set<Actor> actors = new LinkedHashSet<>();
        for (String region : split(optional(name).orElse(""))) {
            Actor actor = attempt(name, () -> new Actor(region));
            if (actor != null) {
                actors.add(actor);
            }
        }
        return actors;
    }

    private boolean flag(String name) {
        String text = optional(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(name + " must be true or false: '" + text + "'");
        }
        return text.equals("true");
    }

    private List<String> list(String name) {
        return split(required(name));
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private @Nullable ReplicatedTable table(String name, String shadowName, List<String> key, String clock) {
        int before = errors.size();
        String table = required(name);
        String shadow = required(shadowName);
        if (errors.size() > before || key.isEmpty()) {
            return null;
        }
        String names = name + ", " + shadowName + ", REJOIN_KEY";
        return attempt(names, () -> new ReplicatedTable(table, shadow, key, clock));
    }

    private JournalConfig journal() {
        String table = required("REJOIN_JOURNAL_TABLE");
        Duration kept = days("REJOIN_JOURNAL_DAYS", DynamoDbJournal.DEFAULT_KEPT, 1);
        Values values = values();
        Optional<String> key = optional("REJOIN_JOURNAL_KEY");
        if (key.isPresent() && !KEY_ARN.matcher(key.get()).matches()) {
            errors.add("REJOIN_JOURNAL_KEY: not the ARN of a KMS key: '" + key.get() + "'");
        } else if (values == Values.ENCRYPTED && key.isEmpty()) {
            errors.add("REJOIN_JOURNAL_VALUES is encrypted, and REJOIN_JOURNAL_KEY is missing");
        }
        return new JournalConfig(table, kept, values, values == Values.ENCRYPTED ? key : Optional.empty());
    }

    private Values values() {
        String text = optional("REJOIN_JOURNAL_VALUES").orElse("full");
        for (Values values : Values.values()) {
            if (values.name().toLowerCase(Locale.ROOT).equals(text)) {
                return values;
            }
        }
        errors.add("REJOIN_JOURNAL_VALUES must be full, hash or encrypted: '" + text + "'");
        return Values.FULL;
    }

    private Optional<BinConfig> bin() {
        Optional<String> table = optional("REJOIN_BIN_TABLE");
        Duration kept = days("REJOIN_BIN_DAYS", DynamoDbBin.DEFAULT_KEPT, 0);
        return kept.isZero() ? Optional.empty() : table.map(name -> new BinConfig(name, kept));
    }

    private Duration days(String name, Duration otherwise, int least) {
        String text = optional(name).orElse(Long.toString(otherwise.toDays()));
        if (text.matches("[0-9]{1,4}")) {
            int days = Integer.parseInt(text);
            if (days >= least && days <= MOST_DAYS) {
                return Duration.ofDays(days);
            }
        }
        errors.add(name + " must be a number of days, " + least + " to " + MOST_DAYS + ": '" + text + "'");
        return otherwise;
    }

    private interface Attempt<T> {
        T get();
    }

    private <T> @Nullable T attempt(String name, Attempt<T> attempt) {
        try {
            return attempt.get();
        } catch (IllegalArgumentException e) {
            errors.add(name + ": " + e.getMessage());
            return null;
        }
    }

    private @Nullable Actor self() {
        String name = optional("REJOIN_REGION").or(() -> optional("AWS_REGION")).orElse("");
        if (name.isEmpty()) {
            errors.add("REJOIN_REGION is missing, and so is AWS_REGION");
            return null;
        }
        return attempt("REJOIN_REGION", () -> new Actor(name));
    }

    /** {@code name=value,name=value}. */
    private <T> SortedMap<Actor, T> pairs(String name, Function<String, T> read) {
        SortedMap<Actor, T> pairs = new TreeMap<>();
        for (String pair : split(optional(name).orElse(""))) {
            int at = pair.indexOf('=');
            if (at <= 0) {
                errors.add(name + ": not of the form region=value: '" + pair + "'");
                continue;
            }
            attempt(name, () -> {
                T value = read.apply(pair.substring(at + 1).strip());
                if (pairs.put(new Actor(pair.substring(0, at).strip()), value) != null) {
                    throw new IllegalArgumentException("a region named twice: '" + pair.substring(0, at) + "'");
                }
                return value;
            });
        }
        return pairs;
    }

    private PeerFunction peer(String arn) {
        return PeerFunction.of(arn)
                .orElseThrow(() -> new IllegalArgumentException("not the ARN of a Lambda function: '" + arn + "'"));
    }

    private URI queue(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
            throw new IllegalArgumentException("not the URL of a queue: '" + url + "'");
        }
        return uri;
    }

    private void checkSelf(@Nullable Actor self, Map<Actor, PeerFunction> peers) {
        if (self != null && peers.containsKey(self)) {
            errors.add("REJOIN_PEERS: a region is no peer of itself: " + self);
        }
    }

    private void checkRegions(String name, Map<Actor, PeerFunction> peers, Map<Actor, ?> given, boolean needed) {
        if ((needed || !given.isEmpty()) && !given.keySet().equals(peers.keySet())) {
            errors.add(name + " must name exactly the peers " + peers.keySet() + ", not " + given.keySet());
        }
    }

    private Set<String> counters(@Nullable ReplicatedTable table, String clock) {
        Set<String> counters =
                new LinkedHashSet<>(split(optional("REJOIN_COUNTERS").orElse("")));
        for (String counter : counters) {
            if (counter.equals(clock) || (table != null && table.keyNames().contains(counter))) {
                errors.add("REJOIN_COUNTERS: not an attribute that can count: '" + counter + "'");
            } else if (counter.length() > NAME_BYTES) {
                errors.add("REJOIN_COUNTERS: a name of more than " + NAME_BYTES + " characters");
            }
        }
        return counters;
    }

    private Duration millis(String name, long otherwise) {
        String text = optional(name).orElse(Long.toString(otherwise));
        try {
            long millis = Long.parseLong(text);
            if (millis >= 1) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // Told below, with those that are numbers but too small.
        }
        errors.add(name + " must be a number of milliseconds, 1 or more: '" + text + "'");
        return Duration.ofMillis(otherwise);
    }
}
