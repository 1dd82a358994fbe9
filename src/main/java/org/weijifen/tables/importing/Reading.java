package org.weijifen.tables.importing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;

/**
 * What the rows of one file are read with: where and when, and how often each has been seen that brings no reference of its
 * own.
 */
final class Reading {
    /** The caller's own document number. */
    static final Column REFERENCE = ColumnVocabulary.REFERENCE;

    /**
     * A document number.
     *
     * @param given whether the row brings it; else it follows from what the row says
     */
    record Reference(String text, boolean given) {}

    static final int MAX_REFERENCE = 100;
    private static final int DERIVED_BYTES = 16;
    private static final Pattern DERIVED = Pattern.compile("import-[0-9a-f]{32}|opening-balance/.*");

    private final CommunityPolicy community;
    private final LocalDate today;
    private final boolean additional;
    private final Map<Long, Integer> repeats = new HashMap<>();
    private Map<Long, Long> lines = new HashMap<>();

    /** @param additional whether facts count in addition to earlier ones that differ from them */
    Reading(CommunityPolicy community, LocalDate today, boolean additional) {
        this.community = community;
        this.today = today;
        this.additional = additional;
    }

    boolean additional() {
        return additional;
    }

    /** The same, before any row is read. */
    Reading anew() {
        return new Reading(community, today, additional);
    }

    /** Takes over which rows the whole file has. */
    void knowAll(Reading whole) {
        lines = whole.lines;
    }

    /** The line of the first row with an identity: this one, or one before it. */
    long firstLine(String identity, long line) {
        Long before = lines.putIfAbsent(fingerprint(identity), line);
        return before == null ? line : before;
    }

    /** Whether a row with this identity is known to be in the file. */
    boolean hasRead(String identity) {
        return lines.containsKey(fingerprint(identity));
    }

    CommunityPolicy community() {
        return community;
    }

    /** The day on which the file is read. */
    LocalDate today() {
        return today;
    }

    /**
     * The row's reference. Where it has none: one that follows from what it says and from how many rows before it say the
     * same, so that the same file has the same references whenever it comes, and two equal rows are two facts.
     */
    Reference reference(SheetRow row, String content) {
        String given = row.text(REFERENCE, MAX_REFERENCE);
        if (given != null || row.isFaulty()) {
            return new Reference(given, true);
        }
        int seen = repeats.merge(fingerprint(content), 1, Integer::sum);
        String derived = HexFormat.of().formatHex(sha256(content + "\n" + seen), 0, DERIVED_BYTES);
        return new Reference("import-" + derived, false);
    }

    /** A reference of a fact where it is the caller's own number; null where it follows from what the row says. */
    static String given(String reference) {
        return reference == null || DERIVED.matcher(reference).matches() ? null : reference;
    }

    /** 64 bits by which a text is remembered, since a file has very many. */
    static long fingerprint(String text) {
        return ByteBuffer.wrap(sha256(text)).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
