package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an item shows of a {@link Multi}: a pure function of its siblings, of which the newest decides the type. */
final class Shown {
    private Shown() {}

    static @Nullable Value of(String attribute, Multi multi, Resolution resolution) {
        List<Sibling> siblings = multi.siblings().values().stream()
                .filter(sibling -> !sibling.isSpilled())
                .toList();
        if (siblings.isEmpty()) {
            return null;
        }
        DataType type = siblings.get(siblings.size() - 1).type();
        return switch (type.shape()) {
            case SET -> Elements.set(elements(siblings));
            case LIST -> list(multi.listed(), siblings);
            case MAP -> Paths.shown(siblings);
            case WHOLE -> {
                List<Sibling> whole = whole(siblings);
                boolean alone = whole.size() == 1 || multi.isFallenBack();
                yield alone ? whole.get(whole.size() - 1).value() : resolution.show(attribute, type, whole);
            }
        };
    }

    /** Whether the resolution knows what to show. */
    static boolean isMerged(String attribute, Multi multi, Resolution resolution) {
        try {
            of(attribute, multi, resolution);
            return true;
        } catch (ResolutionException e) {
            return false;
        }
    }

    /** An empty list is a value, and has a sibling of its own to say so. */
    private static @Nullable Value list(List<Sibling> listed, List<Sibling> siblings) {
        List<Value> elements = elements(listed);
        boolean empty = elements.isEmpty() && siblings.stream().noneMatch(Sibling::isEmptyList);
        return empty ? null : new Value.L(elements);
    }

    /** Elements, and what whole values of another time consist of, in their order. */
    private static List<Value> elements(List<Sibling> siblings) {
        List<Value> elements = new ArrayList<>();
        for (Sibling sibling : siblings.stream().sorted(Sibling.BY_PLACE).toList()) {
            Value value = sibling.value();
            List<Value> parts = sibling.isWhole() || sibling.isEmptyList() ? Elements.of(value) : null;
            if (parts != null) {
                elements.addAll(parts);
            } else if (value != null) {
                elements.add(value);
            }
        }
        return elements;
    }

    /** Whole values, one a write: elements of another time are put together as what that write left. */
    private static List<Sibling> whole(List<Sibling> siblings) {
        Map<Dot, List<Sibling>> byWrite = new TreeMap<>();
        siblings.forEach(sibling ->
                byWrite.computeIfAbsent(sibling.dot(), dot -> new ArrayList<>()).add(sibling));
        List<Sibling> whole = new ArrayList<>();
        byWrite.forEach((dot, parts) -> whole.add(parts.get(0).isWhole() ? parts.get(0) : joined(dot, parts)));
        return whole;
    }

    /** What one write left, put together. */
    static Sibling joined(Dot dot, List<Sibling> parts) {
        DataType type = parts.get(0).type();
        Value value = switch (type.shape()) {
            case SET -> Elements.set(elements(parts));
            case MAP -> Paths.shown(parts);
            default -> list(parts, parts);
        };
        return Sibling.of(dot, 0, type, value);
    }
}
