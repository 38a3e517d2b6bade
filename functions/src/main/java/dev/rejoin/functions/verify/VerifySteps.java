package dev.rejoin.functions.verify;

import dev.rejoin.aws.wire.Json;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.item.ItemKey;
import dev.rejoin.verify.Bucket;
import dev.rejoin.verify.BucketItems;
import dev.rejoin.verify.BucketTree;
import dev.rejoin.verify.Traffic;
import dev.rejoin.verify.TreeComparison;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of a run, each of which may be repeated: digests of every segment of every region, the leaves that differ, the items of
 * those, the keys that differ, looks at them, and the repair. What they leave for each other is in the run's files.
 */
public final class VerifySteps {
    /** More leaves than this are left to the next run: an answer of Lambda has room for 6 MB. */
    static final int MOST_LEAVES = 1_000;

    static final int BATCH = 200;

    /** The file of the leaves that differ, and its field. */
    private static final String LEAVES = "leaves";

    /** As the state machine has them. */
    private static final int LOOKS = 2;

    private final Planning planning;
    private final Verifiers verifiers;
    private final RunFiles files;

    public VerifySteps(Planning planning, Verifiers verifiers, RunFiles files) {
        this.planning = planning;
        this.verifiers = verifiers;
        this.files = files;
    }

    /**
     * Takes a step, or answers a peer.
     *
     * @throws RuntimeException if it failed, and may be tried again
     */
    public byte[] run(byte[] payload, Deadline deadline, JsonLog log) {
        Map<String, Object> event = Json.readObject(payload);
        if (event.containsKey("ask")) {
            return verifiers.answer(payload, deadline);
        }
        String step = Json.text(event, "step");
        if (step.equals("plan")) {
            return planning.plan(event, verifiers.regions(), deadline);
        }
        Course course = Course.of(event);
        log.info("verifying", Map.of("run", course.run(), "step", step));
        return switch (step) {
            case "digests" -> digests(course, Json.object(Json.field(event, "task")), deadline);
            case "compare" -> compare(course, deadline);
            case "items" -> items(course, Json.object(Json.field(event, "task")), deadline);
            case "differ" -> differ(course, deadline);
            case "look" -> look(course, Json.text(event, "batch"), Json.number(event, "number"), deadline);
            case "report" -> report(course, event, deadline);
            case "repair" -> repair(course, Json.text(event, "batch"), deadline);
            default -> throw new IllegalArgumentException("no step '" + step + "'");
        };
    }

    private byte[] digests(Course course, Map<String, Object> task, Deadline deadline) {
        byte[] answer = verifiers.ask(region(task), question("digests", course, task, List.of()), deadline);
        files.write(course.run(), "digests-" + name(task), answer, deadline);
        return numbers(Map.of("items", Json.number(Json.readObject(answer), "items")));
    }

    private byte[] compare(Course course, Deadline deadline) {
        List<BucketTree> trees = verifiers.regions().stream()
                .map(region -> tree(course, region, deadline))
                .toList();
        List<Integer> leaves = new TreeComparison(trees, course.leafBits(), new Traffic())
                .differingLeaves().join().stream().map(Bucket::index).toList();
        List<Integer> taken = leaves.subList(0, Math.min(MOST_LEAVES, leaves.size()));
        files.write(course.run(), LEAVES, leaves(taken), deadline);
        long items = trees.stream().mapToLong(BucketTree::items).max().orElse(0);
        return numbers(Map.of(
                "items", items, "leaves", (long) taken.size(), "leftForLater", (long) leaves.size() - taken.size()));
    }

    private BucketTree tree(Course course, Actor region, Deadline deadline) {
        BucketTree tree = new BucketTree(course.leafBits());
        for (int segment = 0; segment < course.segments(); segment++) {
            Map<String, Object> answer =
                    Json.readObject(files.read(course.run(), "digests-" + name(region, segment), deadline));
            tree.addAll(BucketTree.fromBytes(Base64.getDecoder().decode(Json.text(answer, "tree"))));
        }
        return tree;
    }

    private byte[] items(Course course, Map<String, Object> task, Deadline deadline) {
        List<?> leaves = leaves(course, deadline);
        byte[] answer = verifiers.ask(region(task), question("items", course, task, leaves), deadline);
        files.write(course.run(), "items-" + name(task), answer, deadline);
        return numbers(Map.of(
                "items", (long) Json.list(Json.readObject(answer), "keys").size()));
    }

    private byte[] differ(Course course, Deadline deadline) {
        List<Bucket> leaves = new ArrayList<>();
        leaves(course, deadline).forEach(leaf -> leaves.add(new Bucket(course.leafBits(), ((Long) leaf).intValue())));
        List<BucketItems> regions = verifiers.regions().stream()
                .map(region -> items(course, leaves, region, deadline))
                .toList();
        Set<ItemKey> differing = BucketItems.differing(regions, new Traffic());
        List<ItemKey> keys = List.copyOf(differing);
        List<String> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            String batch = "suspects-" + batches.size();
            Suspects suspects = Suspects.of(keys.subList(from, Math.min(from + BATCH, keys.size())));
            files.write(course.run(), looked(batch, 0), suspects.toJson(), deadline);
            batches.add(batch);
        }
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("suspects", keys.size());
            out.writeArrayFieldStart("batches");
            for (String batch : batches) {
                out.writeString(batch);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private BucketItems items(Course course, List<Bucket> leaves, Actor region, Deadline deadline) {
        BucketItems items = new BucketItems(leaves);
        for (int segment = 0; segment < course.segments(); segment++) {
            Map<String, Object> answer =
                    Json.readObject(files.read(course.run(), "items-" + name(region, segment), deadline));
            List<ItemKey> keys = Keys.read(answer);
            List<Long> digests = Keys.unpacked(Json.text(answer, "digests"), keys.size());
            for (int i = 0; i < keys.size(); i++) {
                items.add(keys.get(i), digests.get(i));
            }
        }
        return items;
    }

    private byte[] look(Course course, String batch, long number, Deadline deadline) {
        Suspects suspects = suspects(course, batch, number - 1, deadline);
        List<ItemKey> keys = suspects.keys();
        List<List<Long>> seen = new ArrayList<>();
        for (Actor region : verifiers.regions()) {
            Map<String, Object> answer = Json.readObject(verifiers.ask(region, question("look", keys), deadline));
            seen.add(Keys.unpacked(Json.text(answer, "digests"), keys.size()));
        }
        Suspects left = suspects.after(seen);
        files.write(course.run(), looked(batch, number), left.toJson(), deadline);
        return numbers(Map.of("left", (long) left.all().size()));
    }

    /** What a look left of a batch; a file of its own for each, so that a look may be repeated. */
    private Suspects suspects(Course course, String batch, long look, Deadline deadline) {
        return Suspects.ofJson(files.read(course.run(), looked(batch, look), deadline));
    }

    private static String looked(String batch, long number) {
        return batch + "-" + number;
    }

    private byte[] report(Course course, Map<String, Object> event, Deadline deadline) {
        long different = 0;
        long moving = 0;
        for (Object batch : Json.list(Json.object(Json.field(event, "found")), "batches")) {
            Suspects suspects = suspects(course, batch.toString(), LOOKS, deadline);
            moving += suspects.moving();
            different += suspects.all().size() - suspects.moving();
        }
        Map<String, Object> compared = Json.object(Json.field(event, "compared"));
        long later = Json.number(compared, "leftForLater");
        boolean equal = different == 0 && moving == 0 && later == 0;
        long[] counts = {Json.number(compared, "items"), different, moving, later};
        return Json.write(out -> {
            out.writeStartObject();
            out.writeBooleanField("equal", equal);
            out.writeNumberField("items", counts[0]);
            out.writeNumberField("different", counts[1]);
            out.writeNumberField("moving", counts[2]);
            out.writeNumberField("leavesLeftForLater", counts[3]);
            out.writeEndObject();
        });
    }

    /** Every region does its part, since no one knows who missed what. */
    private byte[] repair(Course course, String batch, Deadline deadline) {
        List<ItemKey> keys = suspects(course, batch, LOOKS, deadline).keys();
        if (!keys.isEmpty()) {
            verifiers.regions().forEach(region -> verifiers.ask(region, question("owe", keys), deadline));
        }
        return numbers(Map.of("owed", (long) keys.size()));
    }

    private static Actor region(Map<String, Object> task) {
        return new Actor(Json.text(task, "region"));
    }

    private static String name(Map<String, Object> task) {
        return name(region(task), (int) Json.number(task, "segment"));
    }

    private static String name(Actor region, int segment) {
        return region.name() + "-" + segment;
    }

    private static byte[] question(String ask, Course course, Map<String, Object> task, List<?> leaves) {
        long segment = Json.number(task, "segment");
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("ask", ask);
            out.writeNumberField("segment", segment);
            out.writeNumberField("segments", course.segments());
            out.writeNumberField("leafBits", course.leafBits());
            out.writeArrayFieldStart(LEAVES);
            for (Object leaf : leaves) {
                out.writeNumber((Long) leaf);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static byte[] question(String ask, List<ItemKey> keys) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("ask", ask);
            Keys.write(out, keys);
            out.writeEndObject();
        });
    }

    private List<?> leaves(Course course, Deadline deadline) {
        return Json.list(Json.readObject(files.read(course.run(), LEAVES, deadline)), LEAVES);
    }

    private static byte[] leaves(List<Integer> leaves) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart(LEAVES);
            for (int leaf : leaves) {
                out.writeNumber(leaf);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static byte[] numbers(Map<String, Long> numbers) {
        return Json.write(out -> {
            out.writeStartObject();
            for (Map.Entry<String, Long> number : numbers.entrySet()) {
                out.writeNumberField(number.getKey(), number.getValue());
            }
            out.writeEndObject();
        });
    }
}
