package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one region had still to send: {@code {pk: "backlog#eu-west-1", at: <ms>, stream: <ms>, behind: <ms>, "owed#us-east-1":
 * {keys, oldest, bytes, dead}}}.
 *
 * @param at when it was measured, in milliseconds since 1970
 * @param streamMillis how old the oldest stream record is that is not forwarded, as far as that shows
 * @param behindSince since when the forwarder has not handled a heartbeat that was written; empty if it has
 * @param owed what each peer is owed; a peer whose queue could not be asked is left out
 */
public record Backlog(long at, long streamMillis, OptionalLong behindSince, SortedMap<Actor, Owed> owed) {
    private static final String AT = "at";
    private static final String STREAM = "stream";
    private static final String BEHIND = "behind";
    private static final String OWED = "owed#";

    public Backlog {
        owed = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(owed));
    }

    /** The key of its item. */
    static String key(Actor region) {
        return "backlog#" + region;
    }

    /** All of it but the key. */
    Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(AT, Items.number(at));
        item.put(STREAM, Items.number(streamMillis));
        behindSince.ifPresent(since -> item.put(BEHIND, Items.number(since)));
        owed.forEach((peer, what) -> item.put(
                OWED + peer,
                AttributeValue.fromM(Map.of(
                        "keys", Items.number(what.keys()),
                        "oldest", Items.number(what.oldestMillis()),
                        "bytes", Items.number(what.bytes()),
                        "dead", Items.number(what.dead())))));
        return item;
    }

    static Backlog of(Map<String, AttributeValue> item) {
        SortedMap<Actor, Owed> owed = new TreeMap<>();
        item.keySet().stream().filter(name -> name.startsWith(OWED)).forEach(name -> {
            Map<String, AttributeValue> what = Items.map(item, name);
            owed.put(
                    new Actor(name.substring(OWED.length())),
                    new Owed(
                            number(what, "keys"), number(what, "oldest"), number(what, "bytes"), number(what, "dead")));
        });
        return new Backlog(number(item, AT), number(item, STREAM), Items.number(item, BEHIND), owed);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Items.number(item, name).orElse(0);
    }
}
