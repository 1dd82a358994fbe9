package org.weijifen.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Compares the lines of a chain with its head, one after the other. Where one is missing, it goes on with the hash that the next has. */
final class ChainCheck {
    private static final int MOST_LISTED = 100;

    /**
     * A finding.
     *
     * @param sequence of the line at which it was noticed, or null
     */
    record Found(LogFinding code, Long sequence) {}

    private final Head head;
    private final List<Found> listed = new ArrayList<>();
    private Long firstInvalid;
    private boolean valid = true;
    private long lines;
    private long expected;
    private String previousHash;
    private Instant recordedAt = Instant.MIN;

    ChainCheck(Head head) {
        this.head = head;
        this.expected = head.first();
        this.previousHash = head.previousHash();
    }

    /** Takes the next line in the order of their sequences. */
    void accept(Line line) {
        lines++;
        if (line.sequence() < expected || line.sequence() > head.sequence()) {
            found(LogFinding.LINE_UNEXPECTED, line.sequence());
            return;
        }
        if (line.sequence() > expected) {
            found(LogFinding.LINE_MISSING, expected);
        } else if (!line.hash().equals(line.hashAfter(previousHash))) {
            found(LogFinding.HASH_MISMATCH, line.sequence());
        }
        if (line.recordedAt().isBefore(recordedAt)) {
            found(LogFinding.RECORDED_BACKWARDS, line.sequence());
        }
        expected = line.sequence() + 1;
        previousHash = line.hash();
        recordedAt = line.recordedAt();
    }

    /** Compares the end with that of the head. */
    void end() {
        if (expected <= head.sequence()) {
            found(LogFinding.LINE_MISSING, expected);
        } else if (!previousHash.equals(head.hash())
                || recordedAt != Instant.MIN && !recordedAt.equals(head.recordedAt())) {
            found(LogFinding.HEAD_MISMATCH, head.sequence());
        }
    }

    void found(LogFinding code, Long sequence) {
        valid = false;
        if (sequence != null && (firstInvalid == null || sequence < firstInvalid)) {
            firstInvalid = sequence;
        }
        if (listed.size() < MOST_LISTED) {
            listed.add(new Found(code, sequence));
        }
    }

    boolean isValid() {
        return valid;
    }

    /** The lowest sequence at which something is wrong, or null. */
    Long firstInvalid() {
        return firstInvalid;
    }

    long lines() {
        return lines;
    }

    /** The first 100 findings. */
    List<Found> findings() {
        return List.copyOf(listed);
    }
}
