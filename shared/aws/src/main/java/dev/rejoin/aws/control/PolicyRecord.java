package dev.rejoin.aws.control;

import dev.rejoin.aws.control.Direction.Note;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One version of a table's policy, as its owner put it.
 *
 * @param version from 1, one more with every change; 0 if there is none
 * @param format of the text; a release that does not know it must not guess
 * @param text the policy file, whole
 * @param note who put it, when and why
 */
public record PolicyRecord(long version, long format, String text, Note note) {
    /** No policy was ever put. */
    public static final PolicyRecord NONE = new PolicyRecord(0, 0, "", new Note(0, "", ""));

    /**
     * The higher version is the newer. Of two of one version, which only two operators give who name different regions, every
     * region takes the same.
     */
    public static final Comparator<PolicyRecord> NEWER = Comparator.comparingLong(PolicyRecord::version)
            .thenComparingLong(record -> record.note().at())
            .thenComparing(PolicyRecord::sha);

    private static final String VERSION = "version";
    private static final String FORMAT = "format";
    private static final String TEXT = "text";
    private static final String SHA = "sha256";
    private static final String AT = "at";
    private static final String BY = "by";
    private static final String WHY = "why";

    /** Whether no policy was ever put. */
    public boolean isNone() {
        return version == 0;
    }

    /** SHA-256 of the text's UTF-8, in lower-case hexadecimal digits. */
    public String sha() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the other says the same, whoever put it and when. */
    public boolean saysAs(PolicyRecord other) {
        return format == other.format && text.equals(other.text);
    }

    /** All of it but the key. The digest is for people and scripts. */
    Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(VERSION, Items.number(version));
        item.put(FORMAT, Items.number(format));
        item.put(TEXT, Items.text(text));
        item.put(SHA, Items.text(sha()));
        item.put(AT, Items.number(note.at()));
        item.put(BY, Items.text(note.who()));
        item.put(WHY, Items.text(note.why()));
        return item;
    }

    /** The record of an item, {@code NONE} of one that has no version. */
    static PolicyRecord of(Map<String, AttributeValue> item) {
        long version = Items.number(item, VERSION).orElse(0);
        if (version == 0) {
            return NONE;
        }
        return new PolicyRecord(
                version,
                Items.number(item, FORMAT).orElse(0),
                Items.text(item, TEXT).orElse(""),
                new Note(
                        Items.number(item, AT).orElse(0),
                        Items.text(item, BY).orElse(""),
                        Items.text(item, WHY).orElse("")));
    }
}
