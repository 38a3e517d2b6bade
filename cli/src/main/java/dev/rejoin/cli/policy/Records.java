package dev.rejoin.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.cli.operate.TimeText;

/** How a version of a policy is told. */
final class Records {
    private static final int SHOWN_DIGITS = 12;

    private Records() {}

    /** All of it but the text. */
    static ObjectNode json(PolicyRecord record) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", record.version());
        node.put("format", record.format());
        node.put("sha256", record.sha());
        node.put("at", TimeText.of(record.note().at()));
        node.put("by", record.note().who());
        node.put("why", record.note().why());
        return node;
    }

    static String digest(PolicyRecord record) {
        return record.sha().substring(0, SHOWN_DIGITS);
    }

    /** Who put it and when, and why if that is known. */
    static String origin(PolicyRecord record) {
        String why = record.note().why();
        return TimeText.of(record.note().at()) + " by " + record.note().who() + (why.isEmpty() ? "" : ": " + why);
    }
}
