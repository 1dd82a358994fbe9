package org.weijifen.ledger;

/**
 * The accounts and rows of one community that were read from the database. The batch that read them changes them, and
 * once it is committed they are still as in the database. The next batch goes on with them, unless somebody else has
 * changed the books since.
 */
final class LoadedBooks {
    private final Journal journal = new Journal();
    private final CopiedAccounts accounts = new CopiedAccounts(journal);
    private final CopiedRows rows = new CopiedRows(journal);
    private String headHash;
    private long version;

    Journal journal() {
        return journal;
    }

    CopiedAccounts accounts() {
        return accounts;
    }

    CopiedRows rows() {
        return rows;
    }

    /** Notes the head of the books that the database has once the batch is committed. */
    void advanceTo(String hash, long newVersion) {
        headHash = hash;
        version = newVersion;
    }

    /** Whether nobody else has changed the books since. */
    boolean belongTo(Books.Head head) {
        return version == head.version() && head.hash().equals(headHash);
    }

    /** Notes that all changes are committed. */
    void committed() {
        journal.clear();
        accounts.saved();
        rows.saved();
    }

    int size() {
        return accounts.size() + rows.size();
    }
}
