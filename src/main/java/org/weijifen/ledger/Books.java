package org.weijifen.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
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

    /**
     * The last use of a reference.
     *
     * @param reversedBy the reversal that took it back and freed the reference with it, or null
     */
    record ReferenceUse(long sequence, Long reversedBy) {}

    private static final Comparator<Account> EARLIEST_EXPIRY_FIRST =
            Comparator.comparing(account -> account.key().expiresOn(), Comparator.nullsLast(Comparator.naturalOrder()));

    /** Stands for a row that was looked for and is not there. */
    private static final Object ABSENT = new Object();

    private final UUID communityId;
    private final Instant now;
    private final Head loaded;
    private final Map<UUID, LocalDate> owners = new HashMap<>();
    private final Map<AccountKey, Account> accounts = new HashMap<>();
    private final Map<UUID, List<Account>> accountsByOwner = new HashMap<>();
    private final Map<Long, StoredTransaction> transactions = new HashMap<>();
    private final Map<Needs.Reference, ReferenceUse> references = new HashMap<>();
    private final Map<Long, Long> freedReferences = new HashMap<>();
    private final Map<Table<?, ?>, Map<Object, Object>> rows = new HashMap<>();
    private final Map<Table<?, ?>, Map<Object, Object>> changedRows = new LinkedHashMap<>();
    private final Set<Account> changedAccounts = new HashSet<>();
    private final List<Transaction> posted = new ArrayList<>();
    private final Map<CallerKey, Kept> keys = new HashMap<>();
    private final Map<CallerKey, Kept> newKeys = new LinkedHashMap<>();
    private final Deque<Runnable> journal = new ArrayDeque<>();
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
        Map<Object, Object> known = rows.getOrDefault(table, Map.of());
        if (!known.containsKey(key)) {
            throw new IllegalStateException("no such row of " + table.getClass().getSimpleName() + " was named");
        }
        if (known.get(key) == ABSENT) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // put() and load() only ever store rows of the table's own type.
        R row = (R) known.get(key);
        return Optional.of(row);
    }

    /**
     * A row of a table that loads more than was named, for whoever can't name a key beforehand but has named what covers it;
     * empty where there is none.
     */
    public <K, R> Optional<R> covered(Table<K, R> table, K key) {
        return rows.getOrDefault(table, Map.of()).containsKey(key) ? row(table, key) : Optional.empty();
    }

    /** Puts a row, to be saved with the batch. */
    public <K, R> void put(Table<K, R> table, K key, R row) {
        Map<Object, Object> known = rows.computeIfAbsent(table, any -> new HashMap<>());
        Object before = known.put(key, row);
        Map<Object, Object> changed = changedRows.computeIfAbsent(table, any -> new LinkedHashMap<>());
        Object changedBefore = changed.put(key, row);
        journal.push(() -> {
            restore(known, key, before);
            restore(changed, key, changedBefore);
        });
    }

    /** The rows of a table that operations of this batch have put so far: what rows loaded before don't know of. */
    public <K, R> List<R> changed(Table<K, R> table) {
        @SuppressWarnings("unchecked") // put() only ever stores rows of the table's own type.
        List<R> changed =
                (List<R>) List.copyOf(changedRows.getOrDefault(table, Map.of()).values());
        return changed;
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
        int mark = journal.size();
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
        ReferenceUse last = references.get(new Needs.Reference(kind, reference));
        return last != null && last.reversedBy() == null;
    }

    /** The reversal by which the reference of a transaction that was posted in this batch had become free; mostly null. */
    Long referenceFreedBy(long posted) {
        return freedReferences.get(posted);
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
        noteReference(transaction, null);
        if (transaction.reverses() != null) {
            StoredTransaction before = transactions.get(transaction.reverses());
            transactions.put(
                    transaction.reverses(),
                    new StoredTransaction(before.transaction(), before.hash(), transaction.sequence()));
            journal.push(() -> transactions.put(transaction.reverses(), before));
            noteReference(before.transaction(), transaction.sequence());
        }
    }

    private void noteReference(Transaction transaction, Long reversedBy) {
        if (transaction.reference() == null) {
            return;
        }
        Needs.Reference reference = new Needs.Reference(transaction.kind(), transaction.reference());
        ReferenceUse before = references.put(reference, new ReferenceUse(transaction.sequence(), reversedBy));
        if (reversedBy == null && before != null) {
            freedReferences.put(transaction.sequence(), before.reversedBy());
        }
        journal.push(() -> {
            if (before == null) {
                references.remove(reference);
            } else {
                references.put(reference, before);
            }
            if (reversedBy == null) {
                freedReferences.remove(transaction.sequence());
            }
        });
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
        return journal.size();
    }

    void undoTo(int mark) {
        while (journal.size() > mark) {
            journal.pop().run();
        }
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

    /** Takes in a use of a reference, of which there may have been others before. */
    void loadReference(Needs.Reference reference, ReferenceUse use) {
        references.merge(reference, use, (one, other) -> one.sequence() > other.sequence() ? one : other);
    }

    void loadRow(Table<?, ?> table, Object key, Object row) {
        rows.computeIfAbsent(table, any -> new HashMap<>()).put(key, row);
    }

    void loadKeys(Table<?, ?> table, Set<Object> keys) {
        Map<Object, Object> found = rows.computeIfAbsent(table, any -> new HashMap<>());
        keys.forEach(key -> found.putIfAbsent(key, ABSENT));
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
        return changedRows;
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

    private static void restore(Map<Object, Object> map, Object key, Object before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }
}
