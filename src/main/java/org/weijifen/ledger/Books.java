package org.weijifen.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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

/**
 * The working copy of one community's books that the operations of a batch decide on, one after the other. It holds what
 * they named and what they changed. Every change is journalled, so that what a refused operation did is undone in memory
 * and never reaches the database.
 */
public final class Books {

    /** Where the books stand. */
    record Head(
            long sequence, String hash, Instant recordedAt, long accounts, LocalDate closedThrough, Totals totals) {}

    /**
     * What the community has moved altogether. No figure of a month, or of several, can be larger than these, so that as long as
     * they are exact in every reader of JSON, the figures are.
     *
     * @param issuedPoints ever earned, reversed or not
     * @param costFen what has been reserved costs, but for what was not handed out in the end
     */
    record Totals(long issuedPoints, long costFen) {
        static final Totals NONE = new Totals(0, 0);
    }

    /** A key of one caller. */
    record CallerKey(String caller, String key) {}

    private static final Comparator<Account> EARLIEST_EXPIRY_FIRST =
            Comparator.comparing(account -> account.key().expiresOn(), Comparator.nullsLast(Comparator.naturalOrder()));

    private final UUID communityId;
    private final Instant now;
    private final Head loaded;
    private final Map<UUID, LocalDate> owners = new HashMap<>();
    private final Map<AccountKey, Account> accounts = new HashMap<>();
    private final Map<UUID, List<Account>> accountsByOwner = new HashMap<>();
    private final Map<Long, StoredTransaction> transactions = new HashMap<>();
    private final Set<Account> changedAccounts = new HashSet<>();
    private final List<Transaction> posted = new ArrayList<>();
    private final List<Edit<?>> edits = new ArrayList<>();
    private final Map<CallerKey, Kept> keys = new HashMap<>();
    private final Map<CallerKey, Kept> newKeys = new LinkedHashMap<>();
    private final Journal journal = new Journal();
    private final CopiedRows rows = new CopiedRows(journal);
    private final References references = new References(journal);
    private long sequence;
    private long accountNumber;
    private LocalDate closedThrough;
    private LocalDate earliestNoted;
    private Totals totals;

    Books(UUID communityId, Head head, Instant clock) {
        this.communityId = communityId;
        this.loaded = head;
        this.now = clock.isBefore(head.recordedAt()) ? head.recordedAt() : clock;
        this.sequence = head.sequence();
        this.accountNumber = head.accounts();
        this.closedThrough = head.closedThrough();
        this.totals = head.totals();
    }

    public UUID communityId() {
        return communityId;
    }

    /** The time that what is posted now is recorded at. It never runs backwards, whatever the clock does. */
    public Instant now() {
        return now;
    }

    /** The last day of the last closed period, or null. */
    public LocalDate closedThrough() {
        return closedThrough;
    }

    /**
     * Closes a period: from now on nothing is posted with a day up to its last one.
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

    /**
     * Notes a fact of a day that need not move anything, such as a count that agrees, but is among the figures of its month.
     */
    public void note(LocalDate day) {
        LocalDate before = earliestNoted;
        earliestNoted = before == null || day.isBefore(before) ? day : before;
        journal.push(() -> earliestNoted = before);
    }

    /** Whether anything was posted or noted in this batch with a day up to this one: what rows loaded before don't know of. */
    public boolean hasFactsThrough(LocalDate day) {
        return earliestNoted != null && !earliestNoted.isAfter(day)
                || posted.stream()
                        .anyMatch(transaction -> !transaction.effectiveOn().isAfter(day));
    }

    /** The hash of the last transaction, what was posted in this batch included. */
    public String headHash() {
        HashChain chain = new HashChain();
        String hash = loaded.hash();
        for (Transaction transaction : posted) {
            hash = chain.next(hash, transaction);
        }
        return hash;
    }

    /** What has been posted in this batch so far, and is not in the database yet. */
    public List<Transaction> posted() {
        return Collections.unmodifiableList(posted);
    }

    /** The balance of an account; zero where there is none. */
    public long balance(AccountKey key) {
        requireNamed(key);
        Account account = accounts.get(key);
        return account == null ? 0 : account.balance();
    }

    /** The accounts of one type with a balance, those of the earliest expiry first, those that never expire last. */
    public List<Account> accounts(UUID owner, AccountType type) {
        requireOwner(owner);
        return accountsByOwner.getOrDefault(owner, List.of()).stream()
                .filter(account -> account.key().type() == type && account.balance() != 0)
                .sorted(EARLIEST_EXPIRY_FIRST)
                .toList();
    }

    /** A transaction that was named, if it is there. */
    public Optional<StoredTransaction> transaction(long sequenceNumber) {
        return Optional.ofNullable(transactions.get(sequenceNumber));
    }

    /** A row of a feature's table that was named, or put before in this batch; empty where there is none. */
    public <K, R> Optional<R> row(Table<K, R> table, K key) {
        return rows.row(table, key);
    }

    /**
     * A row of a table that loads more than was named, for whoever can't name a key beforehand but has named what covers it;
     * empty where there is none.
     */
    public <K, R> Optional<R> covered(Table<K, R> table, K key) {
        return rows.isKnown(table, key) ? rows.row(table, key) : Optional.empty();
    }

    /** Puts a row, to be saved with the batch. */
    public <K, R> void put(Table<K, R> table, K key, R row) {
        rows.put(table, key, row);
    }

    /** The rows of a table that operations of this batch have put so far: what rows loaded before don't know of. */
    public <K, R> List<R> changed(Table<K, R> table) {
        return rows.changed(table);
    }

    /** Notes that a row was edited, for whoever follows that. */
    void edited(Edit<?> edit) {
        edits.add(edit);
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
        return new Entry(this, kind, effectiveOn, call.caller());
    }

    /** Does one part of an operation whole or not at all: when it refuses, what it moved is undone. */
    public <R> R attempt(Supplier<R> part) {
        return attempt(part, any -> true);
    }

    /** The same; it is undone, too, when what it comes to is not to stand. */
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

    /** Moves within an {@link Entry}; the balances after it are the answer. */
    Posting move(long amount, AccountKey from, AccountKey to) {
        if (amount <= 0) {
            throw new IllegalArgumentException("a posting moves at least 1, not " + amount);
        }
        if (!from.asset().equals(to.asset()) || !from.owner().equals(to.owner()) || from.equals(to)) {
            throw new IllegalArgumentException("no move from " + from + " to " + to);
        }
        Account source = account(from);
        Account target = account(to);
        if (from.type() == AccountType.EARNED) {
            requireExact(totals.issuedPoints() + amount, "issued-total");
            count(new Totals(totals.issuedPoints() + amount, totals.costFen()));
        }
        long sourceAfter = source.after(-amount);
        long targetAfter = target.after(amount);
        change(source, sourceAfter);
        change(target, targetAfter);
        return new Posting(amount, from, source.number(), sourceAfter, to, target.number(), targetAfter);
    }

    /**
     * Counts what something costs that is reserved, so that it can be collected as well; or, below zero, what is not handed out
     * in the end.
     *
     * @throws ProblemException {@code limit_exceeded} beyond what every reader of JSON keeps exact
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

    /** Whether a reference is in use: it stands in a transaction that has not been reversed. It must have been named. */
    public boolean isUsed(TransactionKind kind, String reference) {
        return references.isUsed(new Needs.Reference(kind, reference));
    }

    /** The reversal by which the reference of a transaction that was posted in this batch had become free; mostly null. */
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

    // What the writer loads into the copy ...

    void loadOwner(UUID owner, LocalDate oldestExpiry) {
        owners.merge(owner, oldestExpiry, (one, other) -> one.isBefore(other) ? one : other);
    }

    void loadAccount(Account account) {
        if (accounts.putIfAbsent(account.key(), account) == null) {
            accountsByOwner
                    .computeIfAbsent(account.key().owner(), any -> new ArrayList<>())
                    .add(account);
        }
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

    void loadKeys(Table<?, ?> table, Set<Object> keys) {
        rows.loadKeys(table, keys);
    }

    void loadKey(CallerKey key, Kept kept) {
        keys.put(key, kept);
    }

    // ... and what it finds there to write.

    Head loadedHead() {
        return loaded;
    }

    long accountNumber() {
        return accountNumber;
    }

    Set<Account> changedAccounts() {
        return changedAccounts;
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

    private Account account(AccountKey key) {
        Account known = accounts.get(key);
        if (known != null) {
            return known;
        }
        requireNamed(key);
        accountNumber++;
        Account account = new Account(accountNumber, key, 0, true);
        loadAccount(account);
        journal.push(() -> {
            accountNumber--;
            accounts.remove(key);
            accountsByOwner.get(key.owner()).remove(account);
        });
        return account;
    }

    private void change(Account account, long balance) {
        long before = account.balance();
        boolean first = changedAccounts.add(account);
        account.setBalance(balance);
        journal.push(() -> {
            account.setBalance(before);
            if (first) {
                changedAccounts.remove(account);
            }
        });
    }

    private void requireNamed(AccountKey key) {
        LocalDate oldestExpiry = requireOwner(key.owner());
        if (!accounts.containsKey(key)
                && key.expiresOn() != null
                && key.expiresOn().isBefore(oldestExpiry)) {
            throw new IllegalStateException("accounts of " + key.expiresOn() + " were not named");
        }
    }

    private LocalDate requireOwner(UUID owner) {
        LocalDate oldestExpiry = owners.get(owner);
        if (oldestExpiry == null) {
            throw new IllegalStateException("accounts of " + owner + " were not named");
        }
        return oldestExpiry;
    }
}
