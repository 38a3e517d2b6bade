package dev.rejoin.aws.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Request.Kind;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Cell;
import dev.rejoin.version.ClockBytes;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/** Requests as bytes. */
public final class RequestCodec {
    /** The newest format that this release reads, and the one that it writes. */
    public static final int FORMAT = 1;

    /** The most bytes of a call's payload: Lambda takes 6 MB. */
    static final int MAX_PAYLOAD = 5 * 1024 * 1024;

    /** The most bytes of a request, before compression, that are sent. */
    static final int MAX_SENT = 8 * 1024 * 1024;

    /** The most bytes of a request, once decompressed, that are read. */
    static final int MAX_READ = 50 * 1024 * 1024;

    private RequestCodec() {}

    /** A request that carries nothing. */
    public static byte[] ping(TableRole table, Actor from, Actor to) {
        return envelope(Gzip.deflate(body(Kind.PING, table, from, to, List.of())));
    }

    /** Requests that carry these shipments, in their order: as few as possible by halving. */
    public static List<Parcel> apply(TableRole table, Actor from, Actor to, List<Shipment> shipments) {
        return apply(table, from, to, shipments, MAX_PAYLOAD);
    }

    static List<Parcel> apply(TableRole table, Actor from, Actor to, List<Shipment> shipments, int maxPayload) {
        List<Parcel> parcels = new ArrayList<>();
        pack(table, from, to, List.copyOf(shipments), maxPayload, parcels);
        return parcels;
    }

    private static void pack(
            TableRole table, Actor from, Actor to, List<Shipment> shipments, int maxPayload, List<Parcel> parcels) {
        byte[] body = body(Kind.APPLY, table, from, to, shipments);
        byte[] payload = body.length > MAX_SENT && shipments.size() > 1 ? null : envelope(Gzip.deflate(body));
        if (payload != null && (payload.length <= maxPayload || shipments.size() == 1)) {
            parcels.add(new Parcel(shipments, SdkBytes.fromByteArrayUnsafe(payload)));
            return;
        }
        int half = shipments.size() / 2;
        pack(table, from, to, shipments.subList(0, half), maxPayload, parcels);
        pack(table, from, to, shipments.subList(half, shipments.size()), maxPayload, parcels);
    }

    private static byte[] envelope(byte[] compressed) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("rejoin", FORMAT);
            out.writeStringField("body", Base64.getEncoder().encodeToString(compressed));
            out.writeEndObject();
        });
    }

    static byte[] body(Kind kind, TableRole table, Actor from, Actor to, List<Shipment> shipments) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("format", FORMAT);
            out.writeStringField("kind", kind == Kind.PING ? "ping" : "apply");
            out.writeStringField("table", table.wireName());
            out.writeStringField("from", from.name());
            out.writeStringField("to", to.name());
            if (kind == Kind.APPLY) {
                out.writeArrayFieldStart("shipments");
                for (Shipment shipment : shipments) {
                    write(out, shipment);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Shipment shipment) throws IOException {
        Map<String, Value> values = new TreeMap<>();
        shipment.version().registers().forEach((name, cell) -> {
            if (cell.value() != null) {
                values.put(name, cell.value());
            }
        });
        out.writeStartObject();
        out.writeFieldName("key");
        JsonValues.write(out, shipment.key().attributes().asMap());
        out.writeStringField("clock", Base64.getEncoder().encodeToString(ClockBytes.of(shipment.version())));
        out.writeFieldName("values");
        JsonValues.write(out, values);
        out.writeEndObject();
    }

    /**
     * Reads a request, whatever was sent.
     *
     * @throws WireException if it is not accepted, and nothing else
     */
    public static Request decode(byte[] payload) {
        Map<String, Object> envelope = Json.readObject(payload);
        checkFormat(Json.number(envelope, "rejoin"));
        byte[] body = Gzip.inflate(base64(Json.text(envelope, "body")), MAX_READ);
        Map<String, Object> request = Json.readObject(body);
        checkFormat(Json.number(request, "format"));
        Kind kind = kind(Json.text(request, "kind"));
        TableRole table = TableRole.ofWireName(Json.text(request, "table"))
                .orElseThrow(() -> new WireException(Refusal.WRONG_TABLE, "no table of that role"));
        List<Cargo> cargo = new ArrayList<>();
        if (kind == Kind.APPLY) {
            Json.list(request, "shipments").forEach(shipment -> cargo.add(cargo(shipment)));
        }
        return new Request(kind, table, actor(request, "from"), actor(request, "to"), cargo);
    }

    static void checkFormat(long found) {
        if (found > FORMAT) {
            throw new WireException(
                    Refusal.UNKNOWN_FORMAT,
                    "format " + found + " is newer than " + FORMAT + ", which this release reads");
        } else if (found != FORMAT) {
            throw WireException.malformed("no format " + found);
        }
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "apply" -> Kind.APPLY;
            case "ping" -> Kind.PING;
            default -> throw WireException.malformed("no such kind of request");
        };
    }

    private static Actor actor(Map<String, Object> request, String name) {
        try {
            return new Actor(Json.text(request, name));
        } catch (IllegalArgumentException e) {
            throw WireException.malformed("'" + name + "' names no region");
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw WireException.malformed("no base64");
        }
    }

    private static Cargo cargo(Object tree) {
        try {
            return Cargo.of(shipment(Json.object(tree)));
        } catch (FormatException e) {
            boolean newer = e.kind() == FormatException.Kind.UNKNOWN_FORMAT;
            return Cargo.unreadable(newer ? Reason.UNKNOWN_FORMAT : Reason.MALFORMED);
        } catch (WireException | IllegalArgumentException | ArithmeticException e) {
            return Cargo.unreadable(Reason.MALFORMED);
        }
    }

    private static Shipment shipment(Map<String, Object> tree) {
        ItemKey key = ItemKey.of(JsonValues.read(Json.field(tree, "key")));
        Version clock = ClockBytes.read(ByteBuffer.wrap(base64(Json.text(tree, "clock"))));
        Map<String, Value> values = JsonValues.read(Json.field(tree, "values"));
        for (String name : values.keySet()) {
            Cell cell = clock.registers().get(name);
            if (cell == null || cell.isRemoved()) {
                throw WireException.malformed("a value that the clock does not name");
            }
        }
        return new Shipment(key, clock.valued(Attributes.of(values), Map.of()));
    }
}
