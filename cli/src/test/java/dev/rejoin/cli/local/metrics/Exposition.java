package dev.rejoin.cli.local.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format, and finds fault with it as {@code promtool check metrics} does. */
public final class Exposition {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (NaN|[+-]Inf|[-+0-9.eE]+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");
    private static final Pattern NOT_BASE = Pattern.compile(
            "(^|_)(milliseconds|millis|ms|microseconds|nanoseconds|minutes|hours|days|kilobytes|megabytes"
                    + "|percent)(_|$)");

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> series = new HashSet<>();
    private String current = "";

    /** One sample: its name, its labels, its value. */
    record Sample(String name, Map<String, String> labels, double value) {}

    /** A metric with its samples. */
    static final class Family {
        final List<Sample> samples = new ArrayList<>();
        String help = "";
        String type = "";
    }

    public static Exposition of(String text) {
        Exposition exposition = new Exposition();
        if (!text.endsWith("\n")) {
            exposition.faults.add("the last line has no end");
        }
        text.lines().filter(line -> !line.isBlank()).forEach(exposition::line);
        exposition.families.forEach(exposition::check);
        return exposition;
    }

    public List<String> faults() {
        return faults;
    }

    Map<String, Family> families() {
        return families;
    }

    /** The sum of all samples of that name that have these labels. */
    public double sum(String name, Map<String, String> labels) {
        return families.values().stream()
                .flatMap(family -> family.samples.stream())
                .filter(sample -> sample.name.equals(name))
                .filter(sample -> sample.labels.entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (comment.matches()) {
            comment(comment.group(1), comment.group(2), comment.group(3));
        } else if (sample.matches()) {
            sample(sample.group(1), sample.group(2) == null ? "" : sample.group(2), sample.group(3));
        } else if (!line.startsWith("#")) {
            faults.add("cannot be read: " + line);
        }
    }

    private void comment(String word, String name, String rest) {
        if (!name.equals(current) && families.containsKey(name)) {
            faults.add(name + " is in two places");
        }
        current = name;
        Family family = families.computeIfAbsent(name, key -> new Family());
        String before = word.equals("HELP") ? family.help : family.type;
        if (!before.isEmpty() || !family.samples.isEmpty()) {
            faults.add(word + " of " + name + " twice or late");
        }
        if (word.equals("HELP")) {
            family.help = rest;
        } else {
            family.type = rest;
        }
    }

    private void sample(String name, String labels, String value) {
        Family family = families.get(current);
        if (family == null || !belongs(name, current, family.type)) {
            faults.add(name + " has no HELP and TYPE before it");
            return;
        }
        Map<String, String> parsed = new TreeMap<>();
        Matcher label = LABEL.matcher(labels);
        int end = 0;
        while (label.find() && label.start() == end) {
            end = label.end();
            if (parsed.put(label.group(1), label.group(2)) != null) {
                faults.add(name + " has a label twice: " + labels);
            }
        }
        if (end != labels.length()) {
            faults.add(name + " has labels that cannot be read: " + labels);
        }
        if (!series.add(name + parsed)) {
            faults.add(name + " has a series twice: " + parsed);
        }
        family.samples.add(new Sample(name, parsed, Double.parseDouble(value.replace("Inf", "Infinity"))));
    }

    private static boolean belongs(String name, String family, String type) {
        return name.equals(family)
                ? !type.equals("histogram")
                : type.equals("histogram") && name.matches(Pattern.quote(family) + "_(bucket|sum|count)");
    }

    private void check(String name, Family family) {
        if (family.help.isBlank()) {
            faults.add(name + " has no help");
        }
        if (!TYPES.contains(family.type)) {
            faults.add(name + " has no such type: '" + family.type + "'");
        }
        if (family.type.equals("counter") != name.endsWith("_total")) {
            faults.add(name + ": counters, and they only, end in _total");
        }
        if (name.matches(".*_(bucket|sum|count)") || !name.matches("[a-z][a-z0-9_]*")) {
            faults.add(name + " is a reserved or no usual name");
        }
        if (NOT_BASE.matcher(name).find()) {
            faults.add(name + " is not in a base unit");
        }
        if (family.type.equals("histogram")) {
            checkBuckets(name, family);
        }
    }

    private void checkBuckets(String name, Family family) {
        Map<Map<String, String>, Map<Double, Double>> buckets = new LinkedHashMap<>();
        for (Sample sample : family.samples) {
            Map<String, String> labels = new TreeMap<>(sample.labels);
            String le = labels.remove("le");
            if (sample.name.endsWith("_bucket") && le != null) {
                buckets.computeIfAbsent(labels, key -> new TreeMap<>())
                        .put(Double.parseDouble(le.replace("Inf", "Infinity")), sample.value);
            } else if (le != null || sample.name.endsWith("_bucket")) {
                faults.add(name + ": le belongs to buckets, and buckets have it");
            }
        }
        buckets.forEach((labels, counts) -> {
            List<Double> cumulative = List.copyOf(counts.values());
            if (!cumulative.equals(cumulative.stream().sorted().toList())) {
                faults.add(name + " has buckets that do not add up: " + labels);
            }
            Double all = counts.get(Double.POSITIVE_INFINITY);
            if (all == null || sum(name + "_count", labels) != all) {
                faults.add(name + " has a count that is not its last bucket: " + labels);
            }
        });
    }
}
