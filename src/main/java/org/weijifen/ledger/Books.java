package org.weijifen.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.Id;

/**
 * The working copy of one community's books. The operations of a batch decide on it, one after the other. It holds the
 * rows that they named and the rows that they changed. Every change is journalled: the changes of a refused operation
 * are undone in memory and never reach the database.
 */
public final class Books {

    /** The current state of the books. */
    record Head(
            long sequence, String hash, Instant recordedAt, long accounts, LocalDate closedThrough, Totals totals) {}

    /**
     * The totals of all moves of the community. No figure of one or several months can be larger. As long as every JSON
     * reader keeps these totals exact, it keeps the figures exact too.
     *
     * @param issuedPoints ever earned, reversed or not
     * @param costFen cost of all reserved units, less those that were not handed out in the end
     */
    record Totals(long issuedPoints, long costFen) {
        static final Totals NONE = new Totals(0, 0);
    }

    /** A key of one caller. */
    record CallerKey(String caller, String key) {}

    private final UUID communityId;
    private final Instant now;
    private final Head loaded;
    private final Map<Long, StoredTransaction> transactions = new HashMap<>();
    private final List<Transaction> posted = new ArrayList<>();
    private final List<Edit<?>> edits = new ArrayList<>();
    private final Map<CallerKey, Kept> keys = new HashMap<>();
    private final Map<CallerKey, Kept> newKeys = new LinkedHashMap<>();
    private final Journal journal = new Journal();
    private final CopiedAccounts accounts;
    private final CopiedRows rows = new CopiedRows(journal);
    private final References references = new References(journal);
    private long sequence;
    private LocalDate closedThrough;
    private LocalDate earliestNoted;
    private Totals totals;

    Books(UUID communityId, Head head, Instant clock) {
        this.communityId = communityId;
        this.loaded = head;
        this.now = clock.isBefore(head.recordedAt()) ? head.recordedAt() : clock;
        this.sequence = head.sequence();
        this.accounts = new CopiedAccounts(journal, head.accounts());
        this.closedThrough = head.closedThrough();
        this.totals = head.totals();
    }

    public UUID communityId() {
        return communityId;
    }

    /** The time at which this batch is recorded. It never runs backwards, even when the clock does. */
    public Instant now() {
        return now;
    }

    /** The last day of the last closed period, or null. */
    public LocalDate closedThrough() {
        return closedThrough;
    }

    /**
     * Closes a period. From now on nothing can be posted up to its last day.
     *
     * @throws IllegalArgumentException when that day is closed already
     */
    public void closeThrough(LocalDate lastDay) {
        if (closedThrough != null && !lastDay.isAfter(closedThrough)) {
            throw new IllegalArgumentException(lastDay + " is closed already");
        }
        LocalDate before = closedThrough;
        closedThrough = lastDay;
        journal.push(() -> closedThrough = before);
    }

    /** The number of the last transaction; 0 before the first. */
    public long sequence() {
        return sequence;
    }

    /** Notes a fact that moves nothing but counts in the figures of its month, such as a stocktake without differences. */
    public void note(LocalDate day) {
        LocalDate before = earliestNoted;
        earliestNoted = before == null || day.isBefore(before) ? day : before;
        journal.push(() -> earliestNoted = before);
    }

    /** Whether this batch has posted or noted anything up to this day. Rows that were loaded before do not show it. */
    public boolean hasFactsThrough(LocalDate day) {
        return earliestNoted != null && !earliestNoted.isAfter(day)
                || posted.stream()
                        .anyMatch(transaction -> !transaction.effectiveOn().isAfter(day));
    }

    /** The hash of the last transaction, including those of this batch. */
    public String headHash() {
        HashChain chain = new HashChain();
        String hash = loaded.hash();
        for (Transaction transaction : posted) {
            hash = chain.next(hash, transaction);
        }
        return hash;
    }

    /** The transactions that this batch has posted so far. They are not in the database yet. */
    public List<Transaction> posted() {
        return Collections.unmodifiableList(posted);
    }

    /** The balance of an account; zero where there is none. */
    public long balance(AccountKey key) {
        return accounts.balance(key);
    }

    /** The accounts of one type with a balance: the earliest expiry first, those that never expire last. */
    public List<Account> accounts(Id owner, AccountType type) {
        return accounts.of(owner, type);
    }

    /** A transaction that was named, if it is there. */
    public Optional<StoredTransaction> transaction(long sequenceNumber) {
        return Optional.ofNullable(transactions.get(sequenceNumber));
    }

    /** A row of a feature's table. The operation must have named it. Empty when there is none. */
    public <K, R> Optional<R> row(Table<K, R> table, K key) {
        return rows.row(table, key);
    }

    /**
     * A row of a table that loads more rows than were named, for an operation that cannot know the key beforehand.
     * Empty when there is none.
     */
    public <K, R> Optional<R> covered(Table<K, R> table, K key) {
        return rows.isKnown(table, key) ? rows.row(table, key) : Optional.empty();
    }

    /** Puts a row, to be saved with the batch. */
    public <K, R> void put(Table<K, R> table, K key, R row) {
        rows.put(table, key, row);
    }

    /** The rows of a table that operations of this batch have put so far. Rows that were loaded before do not show them. */
    public <K, R> List<R> changed(Table<K, R> table) {
        return rows.changed(table);
    }

    /**
     * Notes that a row was added, edited or removed. Each {@link Projection} gets it.
     *
     * @param what name of its table
     * @param id its key within the community
     * @param before null for a new row
     * @param after null for one that is removed
     */
    public <R extends Record> void edited(String what, Object id, R before, R after, Call call) {
        edits.add(new Edit<>(communityId, what, id, call, now, before, after));
        journal.push(() -> edits.remove(edits.size() - 1));
    }

    /**
     * Begins a transaction.
     *
     * @throws ProblemException {@code period_closed} when its day lies in a closed period
     */
    public Entry begin(TransactionKind kind, LocalDate effectiveOn, Call call) {
        if (closedThrough != null && !effectiveOn.isAfter(closedThrough)) {
            throw ProblemException.of(ErrorCode.PERIOD_CLOSED, effectiveOn.toString(), closedThrough.toString());
        }
        return new Entry(this, kind, effectiveOn, call.actor());
    }

    /** Does one part of an operation completely or not at all. When the part refuses, its moves are undone. */
    public <R> R attempt(Supplier<R> part) {
        return attempt(part, any -> true);
    }

    /** The same. The part is also undone when its result is not to stand. */
    public <R> R attempt(Supplier<R> part, Predicate<R> stands) {
        int mark = journal.mark();
        boolean done = false;
        try {
            R result = part.get();
            done = stands.test(result);
            return result;
        } finally {
            if (!done) {
                undoTo(mark);
            }
        }
    }

    /** Moves an amount for an {@link Entry}. Returns the posting with the balances after it. */
    Posting move(long amount, AccountKey from, AccountKey to) {
        if (amount <= 0) {
            throw new IllegalArgumentException("a posting moves at least 1, not " + amount);
        }
        if (!from.asset().equals(to.asset()) || !from.owner().equals(to.owner()) || from.equals(to)) {
            throw new IllegalArgumentException("no move from " + from + " to " + to);
        }
        Account source = accounts.require(from);
        Account target = accounts.require(to);
        if (from.type() == AccountType.EARNED) {
            requireExact(totals.issuedPoints() + amount, "issued-total");
            count(new Totals(totals.issuedPoints() + amount, totals.costFen()));
        }
        long sourceAfter = source.after(-amount);
        long targetAfter = target.after(amount);
        accounts.change(source, sourceAfter);
        accounts.change(target, targetAfter);
        return new Posting(amount, from, source.number(), sourceAfter, to, target.number(), targetAfter);
    }

    /**
     * Adds the cost of reserved units, so that they can be collected as well. A cost below zero is that of units that
     * are not handed out in the end.
     *
     * @throws ProblemException {@code limit_exceeded} beyond what every JSON reader keeps exact
     */
    public void countCost(long fen) {
        if (fen > 0) {
            requireExact(totals.costFen() + fen, "cost-total");
        }
        count(new Totals(totals.issuedPoints(), Math.max(0, totals.costFen() + fen)));
    }

    private static void requireExact(long total, String variant) {
        if (total > Account.MAX_BALANCE) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, variant);
        }
    }

    private void count(Totals after) {
        Totals before = totals;
        totals = after;
        journal.push(() -> totals = before);
    }

    Totals totals() {
        return totals;
    }

    /** Whether a reference is in use: a transaction that is not reversed has it. The operation must have named it. */
    public boolean isUsed(TransactionKind kind, String reference) {
        return references.isUsed(new Needs.Reference(kind, reference));
    }

    /** The reversal that freed the reference of a transaction of this batch; mostly null. */
    Long referenceFreedBy(long posted) {
        return references.freedBy(posted);
    }

    long nextSequence() {
        return sequence + 1;
    }

    /** Takes a finished transaction into the books. */
    void append(Transaction transaction) {
        if (transaction.sequence() != sequence + 1) {
            throw new IllegalStateException("two transactions were begun at once");
        }
        sequence++;
        posted.add(transaction);
        journal.push(() -> {
            sequence--;
            posted.remove(posted.size() - 1);
        });
        references.use(transaction);
        if (transaction.reverses() != null) {
            StoredTransaction before = transactions.get(transaction.reverses());
            transactions.put(
                    transaction.reverses(),
                    new StoredTransaction(before.transaction(), before.hash(), transaction.sequence()));
            journal.push(() -> transactions.put(transaction.reverses(), before));
            references.free(before.transaction(), transaction.sequence());
        }
    }

    Optional<Kept> remembered(CallerKey key) {
        return Optional.ofNullable(keys.get(key));
    }

    void remember(CallerKey key, Kept kept) {
        keys.put(key, kept);
        newKeys.put(key, kept);
        journal.push(() -> {
            keys.remove(key);
            newKeys.remove(key);
        });
    }

    int mark() {
        return journal.mark();
    }

    void undoTo(int mark) {
        journal.undoTo(mark);
    }

    // The following is for the loader, which fills the copy.

    void loadOwner(Id owner, LocalDate oldestExpiry) {
        accounts.loadOwner(owner, oldestExpiry);
    }

    void loadAccount(Account account) {
        accounts.load(account);
    }

    void loadTransaction(StoredTransaction transaction) {
        transactions.put(transaction.transaction().sequence(), transaction);
    }

    void loadReference(Needs.Reference reference, References.Use use) {
        references.load(reference, use);
    }

    void loadRow(Table<?, ?> table, Object key, Object row) {
        rows.load(table, key, row);
    }

    void noteAbsent(Table<?, ?> table, Set<Object> keys) {
        rows.noteAbsent(table, keys);
    }

    void loadKey(CallerKey key, Kept kept) {
        keys.put(key, kept);
    }

    // The following is for the writer, which saves the changes.

    Head loadedHead() {
        return loaded;
    }

    long accountNumber() {
        return accounts.lastNumber();
    }

    Set<Account> changedAccounts() {
        return accounts.changed();
    }

    Map<Table<?, ?>, Map<Object, Object>> changedRows() {
        return rows.changed();
    }

    List<Edit<?>> edits() {
        return Collections.unmodifiableList(edits);
    }

    Map<CallerKey, Kept> newKeys() {
        return newKeys;
    }
}
