package org.weijifen.ledger;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Which account of a community.
 *
 * @param type what it stands for
 * @param owner the member or the reward it belongs to
 * @param expiresOn last day of the points on it; null when they never expire, and on types that keep no days
 */
public record AccountKey(AccountType type, UUID owner, LocalDate expiresOn) {

    /** An account of a type that keeps no days. */
    public static AccountKey of(AccountType type, UUID owner) {
        return new AccountKey(type, owner, null);
    }

    /** Name of what is counted here: {@code points}, or {@code units/<rewardId>}. */
    public String asset() {
        return switch (type.asset()) {
            case POINTS -> "points";
            case UNITS -> "units/" + owner;
        };
    }
}
