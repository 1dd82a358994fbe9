package org.weijifen.books;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the findings of a verification: whether there are any, the first wrong transaction, and a list of the first
 * findings.
 */
public final class Findings {
    static final int MAX_LISTED = 100;

    /**
     * One finding.
     *
     * @param sequence the transaction at which it was found, or null
     * @param account number of the account it is about, or null
     * @param arguments for the placeholders of its text: sequence, account and further values
     */
    public record Finding(FindingCode code, Long sequence, Long account, List<Object> arguments) {}

    private final List<Finding> listed = new ArrayList<>();
    private Long firstSequence;
    private boolean none = true;

    /** Adds a finding about one transaction. */
    void atTransaction(FindingCode code, long sequence, Object... more) {
        add(code, sequence, null, more);
    }

    /** Adds a finding about an account, found at a transaction. */
    void atAccount(FindingCode code, long sequence, long account, Object... more) {
        add(code, sequence, account, more);
    }

    /** Adds a finding about the current state of an account. */
    void onAccount(FindingCode code, long account, Object... more) {
        add(code, null, account, more);
    }

    /** Adds a finding about the books as a whole. */
    void onBooks(FindingCode code, Object... more) {
        add(code, null, null, more);
    }

    boolean none() {
        return none;
    }

    /** The lowest number of a transaction at which something is wrong, or null. */
    Long firstSequence() {
        return firstSequence;
    }

    List<Finding> listed() {
        return List.copyOf(listed);
    }

    private void add(FindingCode code, Long sequence, Long account, Object... more) {
        none = false;
        if (sequence != null && (firstSequence == null || sequence < firstSequence)) {
            firstSequence = sequence;
        }
        if (listed.size() < MAX_LISTED) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(sequence == null ? "" : sequence);
            arguments.add(account == null ? "" : account);
            arguments.addAll(List.of(more));
            listed.add(new Finding(code, sequence, account, arguments));
        }
    }
}
