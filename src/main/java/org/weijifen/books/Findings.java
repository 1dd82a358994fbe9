package org.weijifen.books;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the books: all that is needed for a verdict, and the first so many in words. */
public final class Findings {
    static final int MAX_LISTED = 100;

    /**
     * Something that is wrong.
     *
     * @param sequence the transaction it was noticed at, or null
     * @param account number of the account it is about, or null
     * @param arguments for the placeholders of its text: sequence, account, and what else there is to say
     */
    public record Finding(FindingCode code, Long sequence, Long account, List<Object> arguments) {}

    private final List<Finding> listed = new ArrayList<>();
    private Long firstSequence;
    private boolean none = true;

    /** Something about one transaction. */
    void atTransaction(FindingCode code, long sequence, Object... more) {
        add(code, sequence, null, more);
    }

    /** Something about an account, noticed at a transaction. */
    void atAccount(FindingCode code, long sequence, long account, Object... more) {
        add(code, sequence, account, more);
    }

    /** Something about an account as it stands now. */
    void onAccount(FindingCode code, long account, Object... more) {
        add(code, null, account, more);
    }

    /** Something about the books as a whole. */
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
