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
import java.util.function.ToLongFunction;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;

/**
 * The rules for the points of one member.
 *
 * <p>Points are taken from the earliest expiry first. When a deduction or a reversal finds too few points, the rest
 * becomes arrears. New points pay the arrears first, so a member never has spendable points and arrears at the same
 * time. Returned points go back to the expiry they came from. When that day has passed, they expire in the same
 * transaction.
 */
public final class Wallet {
    private final Books books;
    private final MemberId memberId;
    private final LocalDate today;

    /** The wallet of a member on a day in the community's time zone. The operation must have named the accounts. */
    public Wallet(Books books, MemberId memberId, LocalDate today) {
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

    /** Takes points away. The available points go first, the rest becomes arrears. */
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

    /** Releases the points that a reservation holds, to where they came from. */
    public void release(Entry entry, Transaction reservation) {
        for (Posting held : pointsOf(reservation)) {
            giveBack(entry, held.amount(), held.to(), held.from().expiresOn());
        }
        payArrears(entry);
    }

    /** Returns the points of a collected reservation to where they came from. */
    public void refund(Entry entry, Transaction reservation) {
        for (Posting held : pointsOf(reservation)) {
            giveBack(entry, held.amount(), key(SPENT), held.from().expiresOn());
        }
        payArrears(entry);
    }

    /**
     * Expires points that were not used by their last day, {@code expiresOn}: at least one point, and at most this
     * number.
     */
    public void expire(Entry entry, LocalDate expiresOn, long most) {
        entry.move(Math.min(most, books.balance(available(expiresOn))), available(expiresOn), key(EXPIRED));
    }

    /**
     * Takes back a credit. The arrears that it paid are owed again. The rest is taken in this order: points of its last
     * day that have expired unused, if that day has passed; points of that day that are still available; points of
     * other days. What is missing, because it was spent, becomes arrears.
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
     * Spends the points of a reservation that was released meanwhile. Those whose last day has passed were expired as
     * unused, so they are taken from the expired points. What was spent since becomes arrears.
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

    /** Takes points of one account first, then of other days. The rest becomes arrears. */
    private void take(Entry entry, long points, AccountKey first, AccountKey to) {
        long missing = points - moveUpTo(entry, points, books.balance(first), first, to);
        missing = takeAvailable(entry, missing, to);
        moveIfAny(entry, missing, key(ARREARS), to);
    }

    /** Older books took points that lapsed on one day for a credit of another day. */
    private long ofExpired(long lapsed) {
        return Math.max(0, Math.min(lapsed, books.balance(key(EXPIRED))));
    }

    /**
     * Takes back a deduction. Each part returns to where it was taken. A part that became arrears and has been paid
     * since returns as points that are valid until {@code expiresOn}.
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

    /** Moves spendable points, the earliest expiry first. Returns how many were missing. */
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
