package org.weijifen.ledger;

import static org.weijifen.ledger.AccountType.ADJUSTED;
import static org.weijifen.ledger.AccountType.HANDED_OUT;
import static org.weijifen.ledger.AccountType.RESERVED;
import static org.weijifen.ledger.AccountType.SHELF;
import static org.weijifen.ledger.AccountType.SUPPLIED;

import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/**
 * The rules for the units of one reward. Goods come from the shelf of a station. Services and merchants' packages have
 * no stock: their units are supplied when they are reserved, so that they are counted too.
 */
public final class RewardUnits {
    private final Books books;
    private final RewardId rewardId;
    private final StationId station;

    /**
     * The accounts of a reward. The operation must have named them.
     *
     * @param station where the units are; null for the main station, and for rewards without stock
     */
    public RewardUnits(Books books, RewardId rewardId, StationId station) {
        this.books = books;
        this.rewardId = rewardId;
        this.station = station;
    }

    /** Units that can be reserved at the station. */
    public long onShelf() {
        return books.balance(at(SHELF));
    }

    /** Units that are reserved at the station for open redemptions. */
    public long reserved() {
        return books.balance(at(RESERVED));
    }

    /** Puts new units on the shelf. */
    public void receive(Entry entry, long units) {
        entry.move(units, total(SUPPLIED), at(SHELF));
    }

    /**
     * Takes a receipt back.
     *
     * @throws ProblemException {@code out_of_stock} when fewer units are left on the shelf
     */
    public void reverseReceipt(Entry entry, long units) {
        requireOnShelf(units);
        entry.move(units, at(SHELF), total(SUPPLIED));
    }

    /**
     * Reserves units.
     *
     * @param stocked whether they come from the shelf
     * @throws ProblemException {@code out_of_stock}
     */
    public void reserve(Entry entry, long units, boolean stocked) {
        if (stocked) {
            requireOnShelf(units);
        }
        entry.move(units, stocked ? at(SHELF) : total(SUPPLIED), at(RESERVED));
    }

    /** Hands reserved units out. */
    public void handOut(Entry entry, long units) {
        entry.move(units, at(RESERVED), total(HANDED_OUT));
    }

    /** Puts reserved units back where they came from. */
    public void release(Entry entry, long units, boolean stocked) {
        entry.move(units, at(RESERVED), stocked ? at(SHELF) : total(SUPPLIED));
    }

    /** Takes back units that were handed out. */
    public void takeBack(Entry entry, long units, boolean stocked) {
        entry.move(units, total(HANDED_OUT), stocked ? at(SHELF) : total(SUPPLIED));
    }

    /** Sets the shelf to the counted units. Does nothing when they agree. */
    public void adjust(Entry entry, long counted) {
        long difference = counted - onShelf();
        if (difference < 0) {
            entry.move(-difference, at(SHELF), total(ADJUSTED));
        } else if (difference > 0) {
            entry.move(difference, total(ADJUSTED), at(SHELF));
        }
    }

    /**
     * Transfers units to another station.
     *
     * @param target null for the main station
     * @throws ProblemException {@code out_of_stock}
     */
    public void transfer(Entry entry, long units, StationId target) {
        requireOnShelf(units);
        entry.move(units, at(SHELF), AccountKey.at(SHELF, rewardId, target));
    }

    private void requireOnShelf(long units) {
        if (onShelf() < units) {
            throw ProblemException.of(ErrorCode.OUT_OF_STOCK, rewardId.toString(), units, onShelf());
        }
    }

    private AccountKey at(AccountType type) {
        return AccountKey.at(type, rewardId, station);
    }

    private AccountKey total(AccountType type) {
        return AccountKey.of(type, rewardId);
    }
}
