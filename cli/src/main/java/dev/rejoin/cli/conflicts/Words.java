package dev.rejoin.cli.conflicts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.JournalEntry.Write;
import dev.rejoin.aws.journal.KnownValue;
import dev.rejoin.aws.journal.KnownValue.Nothing;
import dev.rejoin.cli.operate.TimeText;
import dev.rejoin.cli.output.DynamoJson;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.TextTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Conflicts in words, and as JSON. */
final class Words {
    private static final int HASH_SHOWN = 12;

    private Words() {}

    /** One line each, both values side by side. */
    static TextTable table(List<JournalEntry> entries) {
        TextTable table = new TextTable();
        table.row("CONFLICT", "TIME", "KEY", "ATTRIBUTE", "LOST", "STANDS", "POLICY", "REASON", "RESOLVED");
        for (JournalEntry entry : entries) {
            table.row(
                    entry.id(),
                    TimeText.of(entry.millis()),
                    Show.key(entry.key()),
                    entry.attribute(),
                    write(entry.loser()),
                    write(entry.winner()),
                    entry.policy(),
                    reason(entry),
                    entry.resolution().orElse("-"));
        }
        return table;
    }

    private static String write(Write write) {
        return value(write.value()) + " (" + write.dot().actor() + ")";
    }

    static String reason(JournalEntry entry) {
        return entry.reason().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String value(KnownValue value) {
        if (value instanceof KnownValue.Shown shown) {
            return Show.value(shown.value());
        } else if (value instanceof KnownValue.Hashed hashed) {
            return "sha256:"
                    + hashed.hash()
                            .substring(0, Math.min(HASH_SHOWN, hashed.hash().length()));
        } else if (value instanceof KnownValue.Sealed) {
            return "encrypted";
        }
        return switch ((Nothing) value) {
            case UNKNOWN -> "not known";
            case TOO_LARGE -> "too large";
            case REMOVED -> "removed";
            case DELETED -> "item deleted";
        };
    }

    /** All of one conflict, the two writes side by side. */
    static TextTable sides(JournalEntry entry) {
        return new TextTable()
                .row("", "LOST", "STANDS")
                .row("value", whole(entry.loser().value()), whole(entry.winner().value()))
                .row(
                        "written in",
                        entry.loser().dot().actor().name(),
                        entry.winner().dot().actor().name())
                .row(
                        "at",
                        TimeText.of(entry.loser().millis()),
                        TimeText.of(entry.winner().millis()))
                .row(
                        "write",
                        entry.loser().dot().toString(),
                        entry.winner().dot().toString());
    }

    private static String whole(KnownValue value) {
        if (value instanceof KnownValue.Shown shown) {
            return DynamoJson.of(shown.value()).toString();
        }
        return value instanceof KnownValue.Hashed hashed ? "sha256:" + hashed.hash() : value(value);
    }

    /** As a program reads it. */
    static ObjectNode json(JournalEntry entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", entry.id());
        node.set("key", DynamoJson.of(entry.key().attributes()));
        node.put("attribute", entry.attribute());
        node.put("policy", entry.policy());
        node.put("reason", entry.reason());
        node.set("loser", json(entry.loser()));
        node.set("winner", json(entry.winner()));
        put(node, "foundAt", entry.foundAt());
        node.put("resolution", entry.resolution().orElse(null));
        return node;
    }

    private static ObjectNode json(Write write) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("region", write.dot().actor().name());
        node.put("at", TimeText.of(write.millis()));
        node.put("write", write.dot().toString());
        KnownValue value = write.value();
        if (value instanceof KnownValue.Shown shown) {
            node.set("value", DynamoJson.of(shown.value()));
        } else if (value instanceof KnownValue.Hashed hashed) {
            node.put("sha256", hashed.hash());
        } else if (value instanceof KnownValue.Sealed) {
            node.put("encrypted", true);
        } else {
            node.put("none", ((Nothing) value).name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable Long millis) {
        node.put(name, millis == null ? null : TimeText.of(millis));
    }
}
