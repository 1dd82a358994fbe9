package org.weijifen.ledger;

import java.time.LocalDate;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/**
 * Which account of a community.
 *
 * @param type what it stands for
 * @param owner the member, the reward or the merchant it belongs to
 * @param expiresOn last day of the points on it; null when they never expire, and on types that keep no days
 * @param station where the units lie; null at the main station, and on types that keep no stations
 */
public record AccountKey(AccountType type, Id owner, LocalDate expiresOn, StationId station) {

    public AccountKey {
        if (!type.belongsTo(owner)) {
            throw new IllegalArgumentException(type + " has no owner of its kind");
        }
        if (expiresOn != null && !type.keepsDays()) {
            throw new IllegalArgumentException(type + " keeps no days");
        }
        if (station != null && !type.keepsStations()) {
            throw new IllegalArgumentException(type + " keeps no stations");
        }
    }

    /** An account of a type that keeps neither days nor stations. */
    public static AccountKey of(AccountType type, Id owner) {
        return new AccountKey(type, owner, null, null);
    }

    /** An account of points by their last day. */
    public static AccountKey expiring(AccountType type, MemberId owner, LocalDate expiresOn) {
        return new AccountKey(type, owner, expiresOn, null);
    }

    /** An account of units by their station; null for the main one. */
    public static AccountKey at(AccountType type, RewardId owner, StationId station) {
        return new AccountKey(type, owner, null, station);
    }

    /** Name of what is counted here: {@code points}, {@code units/<rewardId>}, or {@code CNY} (in fen). */
    public String asset() {
        return switch (type.asset()) {
            case POINTS -> "points";
            case UNITS -> "units/" + owner;
            case MONEY -> "CNY";
        };
    }
}
