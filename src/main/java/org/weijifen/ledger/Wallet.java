package org.weijifen.ledger;

import static org.weijifen.ledger.AccountType.ARREARS;
import static org.weijifen.ledger.AccountType.AVAILABLE;
import static org.weijifen.ledger.AccountType.EARNED;
import static org.weijifen.ledger.AccountType.EXPIRED;
import static org.weijifen.ledger.AccountType.FORFEITED;
import static org.weijifen.ledger.AccountType.HELD;
import static org.weijifen.ledger.AccountType.SPENT;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * The rules by which the points of one member move.
 *
 * <p>Points are taken from the earliest expiry first. What a deduction or a reversal can't find stands as arrears, and
 * whatever comes in pays those first: a member never has spendable points and arrears at once. Points that come back
 * return to the expiry they came from; when that day has passed they expire in the same transaction.
 */
public final class Wallet {
    private final Books books;
    private final UUID memberId;
    private final LocalDate today;

    /** The wallet of a member whose accounts were named, on a day in the community's time zone. */
    public Wallet(Books books, UUID memberId, LocalDate today) {
        this.books = books;
        this.memberId = memberId;
        this.today = today;
    }

    /** What can be spent today. */
    public long available() {
        return spendable().stream().mapToLong(Account::balance).sum();
    }

    /** What is owed, as a positive number. */
    public long arrears() {
        return -books.balance(key(ARREARS));
    }

    /** Earns points that are valid until {@code expiresOn} (null: for ever). */
    public void credit(Entry entry, long points, LocalDate expiresOn) {
        long paid = Math.min(points, arrears());
        moveIfAny(entry, paid, key(EARNED), key(ARREARS));
        moveIfAny(entry, points - paid, key(EARNED), available(expiresOn));
    }

    /** Takes points away: what is available, and the rest as arrears. */
    public void deduct(Entry entry, long points) {
        long missing = takeAvailable(entry, points, key(FORFEITED));
        moveIfAny(entry, missing, key(ARREARS), key(FORFEITED));
    }

    /**
     * Reserves points.
     *
     * @throws ProblemException {@code insufficient_points}
     */
    public void hold(Entry entry, long points) {
        long available = available();
        if (available < points) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_POINTS, points, available);
        }
        long missing = points;
        for (Account account : spendable()) {
            long part = Math.min(missing, account.balance());
            moveIfAny(
                    entry,
                    part,
                    account.key(),
                    AccountKey.expiring(HELD, memberId, account.key().expiresOn()));
            missing -= part;
        }
    }

    /** Spends the points that a reservation holds. */
    public void spend(Entry entry, Transaction reservation) {
        for (Posting held : pointsOf(reservation)) {
            entry.move(held.amount(), held.to(), key(SPENT));
        }
    }

    /** Gives the points that a reservation holds back to where they came from. */
    public void release(Entry entry, Transaction reservation) {
        for (Posting held : pointsOf(reservation)) {
            giveBack(entry, held.amount(), held.to(), held.from().expiresOn());
        }
        payArrears(entry);
    }

    /** Gives the points of a collected reservation back to where they came from. */
    public void refund(Entry entry, Transaction reservation) {
        for (Posting held : pointsOf(reservation)) {
            giveBack(entry, held.amount(), key(SPENT), held.from().expiresOn());
        }
        payArrears(entry);
    }

    /** Expires what has not been used by its last day, {@code expiresOn}: at least one point, and at most so many. */
    public void expire(Entry entry, LocalDate expiresOn, long most) {
        entry.move(Math.min(most, books.balance(available(expiresOn))), available(expiresOn), key(EXPIRED));
    }

    /**
     * Takes back a credit. What it paid of arrears is owed again. Of the rest, when its last day has passed, points of that day
     * that have expired unused go first; then what is still there, then points of other days; what has been spent stands as
     * arrears.
     *
     * @param lapsed how many points of a day have expired unused, see {@link LapsedPoints}
     */
    public void reverseCredit(Entry entry, Transaction credit, ToLongFunction<LocalDate> lapsed) {
        for (Posting earned : pointsOf(credit)) {
            if (earned.to().type() == ARREARS) {
                entry.move(earned.amount(), earned.to(), earned.from());
                continue;
            }
            long missing = earned.amount();
            LocalDate day = earned.to().expiresOn();
            if (isPast(day)) {
                missing -= moveUpTo(entry, missing, ofExpired(lapsed.applyAsLong(day)), key(EXPIRED), key(EARNED));
            }
            take(entry, missing, earned.to(), key(EARNED));
        }
        payArrears(entry);
    }

    /**
     * Spends the points of a reservation that has been given back since. Those of a day that has passed have expired unused,
     * which they have not in fact; what has been spent since stands as arrears.
     *
     * @param lapsed how many points of a day have expired unused, see {@link LapsedPoints}
     */
    public void spendAfterAll(Entry entry, Transaction reservation, ToLongFunction<LocalDate> lapsed) {
        for (Posting held : pointsOf(reservation)) {
            AccountKey own = held.from();
            if (isPast(own.expiresOn())) {
                moveUpTo(entry, held.amount(), ofExpired(lapsed.applyAsLong(own.expiresOn())), key(EXPIRED), own);
            }
            take(entry, held.amount(), own, key(SPENT));
        }
    }

    /** Takes points: of one account first, then of other days; the rest stands as arrears. */
    private void take(Entry entry, long points, AccountKey first, AccountKey to) {
        long missing = points - moveUpTo(entry, points, books.balance(first), first, to);
        missing = takeAvailable(entry, missing, to);
        moveIfAny(entry, missing, key(ARREARS), to);
    }

    /** Older books took what had lapsed on one day for a credit of another. */
    private long ofExpired(long lapsed) {
        return Math.max(0, Math.min(lapsed, books.balance(key(EXPIRED))));
    }

    /**
     * Takes back a deduction: each part returns to where it was taken. A part that stood as arrears and has been paid
     * since comes back as points valid until {@code expiresOn}.
     */
    public void reverseDeduction(Entry entry, Transaction deduction, LocalDate expiresOn) {
        for (Posting taken : pointsOf(deduction)) {
            if (taken.from().type() == ARREARS) {
                long owed = moveUpTo(entry, taken.amount(), arrears(), taken.to(), taken.from());
                moveIfAny(entry, taken.amount() - owed, taken.to(), available(expiresOn));
            } else {
                giveBack(entry, taken.amount(), taken.to(), taken.from().expiresOn());
            }
        }
        payArrears(entry);
    }

    private void giveBack(Entry entry, long points, AccountKey from, LocalDate expiresOn) {
        entry.move(points, from, available(expiresOn));
        if (isPast(expiresOn)) {
            entry.move(points, available(expiresOn), key(EXPIRED));
        }
    }

    private void payArrears(Entry entry) {
        takeAvailable(entry, Math.min(arrears(), available()), key(ARREARS));
    }

    /** Moves spendable points, earliest expiry first; answers how many were missing. */
    private long takeAvailable(Entry entry, long points, AccountKey to) {
        long missing = points;
        for (Account account : spendable()) {
            missing -= moveUpTo(entry, missing, account.balance(), account.key(), to);
        }
        return missing;
    }

    private List<Account> spendable() {
        return books.accounts(memberId, AVAILABLE).stream()
                .filter(account -> !isPast(account.key().expiresOn()))
                .toList();
    }

    private boolean isPast(LocalDate expiresOn) {
        return expiresOn != null && expiresOn.isBefore(today);
    }

    private List<Posting> pointsOf(Transaction transaction) {
        return transaction.postings().stream()
                .filter(posting -> posting.from().type().asset() == AccountType.Asset.POINTS)
                .toList();
    }

    private AccountKey key(AccountType type) {
        return AccountKey.of(type, memberId);
    }

    private AccountKey available(LocalDate expiresOn) {
        return AccountKey.expiring(AVAILABLE, memberId, expiresOn);
    }

    private static long moveUpTo(Entry entry, long wanted, long there, AccountKey from, AccountKey to) {
        long amount = Math.min(wanted, there);
        moveIfAny(entry, amount, from, to);
        return amount;
    }

    private static void moveIfAny(Entry entry, long amount, AccountKey from, AccountKey to) {
        if (amount > 0) {
            entry.move(amount, from, to);
        }
    }
}
