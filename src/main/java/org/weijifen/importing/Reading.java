package org.weijifen.importing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.sheet.Column;
import org.weijifen.sheet.SheetRow;

/**
 * What the rows of one file are read with: where and when, and how often each has been seen that brings no reference of its
 * own.
 */
final class Reading {
    /** The caller's own document number. */
    static final Column REFERENCE = Column.optional("reference", "单号", "单据号", "凭证号", "编号（单据）");

    static final int MAX_REFERENCE = 100;
    private static final int DERIVED_BYTES = 16;

    private final CommunityPolicy community;
    private final LocalDate today;
    private final Fingerprints repeats = new Fingerprints();

    Reading(CommunityPolicy community, LocalDate today) {
        this.community = community;
        this.today = today;
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
    String reference(SheetRow row, String content) {
        String given = row.text(REFERENCE, MAX_REFERENCE);
        if (given != null || row.isFaulty()) {
            return given;
        }
        long seen = repeats.increment(content);
        return "import-" + HexFormat.of().formatHex(sha256(content + "\n" + seen), 0, DERIVED_BYTES);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
