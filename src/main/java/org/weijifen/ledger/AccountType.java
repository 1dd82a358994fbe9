package org.weijifen.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/**
 * What an account stands for. Points move between the accounts of a member, units between those of a reward, money between
 * those of a merchant; over all accounts of one asset the balances add up to zero.
 *
 * <p>The bound of each type is checked here on every move and again by a CHECK in SQL.
 */
public enum AccountType {
    /** Source of a member's points: minus what was ever credited and not reversed. */
    EARNED(Asset.POINTS, Bound.NOT_POSITIVE),
    /** Points a member can spend, kept by the last day on which they are valid. */
    AVAILABLE(Asset.POINTS, Bound.NOT_NEGATIVE),
    /** Points reserved for open redemptions, kept by the day they would expire. */
    HELD(Asset.POINTS, Bound.NOT_NEGATIVE),
    /** Points of collected redemptions. */
    SPENT(Asset.POINTS, Bound.NOT_NEGATIVE),
    /** Points that expired unused. */
    EXPIRED(Asset.POINTS, Bound.NOT_NEGATIVE),
    /** Points taken away by deductions. */
    FORFEITED(Asset.POINTS, Bound.NOT_NEGATIVE),
    /** What a member owes because a deduction or reversal took more points than the member had. The next credits pay it. */
    ARREARS(Asset.POINTS, Bound.NOT_POSITIVE),
    /** Source of a reward's units: minus what was ever received, or promised where there is no stock. */
    SUPPLIED(Asset.UNITS, Bound.NOT_POSITIVE),
    /** Units on the shelf. */
    SHELF(Asset.UNITS, Bound.NOT_NEGATIVE),
    /** Units reserved for open redemptions. */
    RESERVED(Asset.UNITS, Bound.NOT_NEGATIVE),
    /** Units handed out. */
    HANDED_OUT(Asset.UNITS, Bound.NOT_NEGATIVE),
    /** Differences found by stocktakes. */
    ADJUSTED(Asset.UNITS, Bound.ANY),
    /** Source of what a merchant is owed, in fen: minus what was ever handed out of their rewards and not returned. */
    PAYABLE(Asset.MONEY, Bound.NOT_POSITIVE),
    /** What a merchant is owed, in fen; below zero when what was settled has been returned since. */
    MERCHANT(Asset.MONEY, Bound.ANY),
    /** What has been settled with a merchant, in fen. */
    SETTLED(Asset.MONEY, Bound.NOT_NEGATIVE);

    /** What is counted. Units are an asset of their own for each reward. */
    public enum Asset {
        POINTS(MemberId.class, MemberId::new),
        UNITS(RewardId.class, RewardId::new),
        /** CNY, in fen. */
        MONEY(MerchantId.class, MerchantId::new);

        private final Class<? extends Id> owners;
        private final Function<UUID, Id> owner;

        Asset(Class<? extends Id> owners, Function<UUID, Id> owner) {
            this.owners = owners;
            this.owner = owner;
        }
    }

    /** Which side of zero a balance may be on. */
    public enum Bound {
        NOT_NEGATIVE,
        NOT_POSITIVE,
        ANY
    }

    private final String code = EnumNames.code(this);
    private final Asset asset;
    private final Bound bound;

    AccountType(Asset asset, Bound bound) {
        this.asset = asset;
        this.bound = bound;
    }

    /** The code of the type in JSON and in the database: {@code handed-out}. */
    @JsonValue
    public String code() {
        return code;
    }

    /**
     * The type with a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static AccountType ofCode(String code) {
        return EnumNames.constant(AccountType.class, code);
    }

    public Asset asset() {
        return asset;
    }

    /** The id of the owner of an account of this type; null for null. */
    public Id owner(UUID id) {
        return Id.of(asset.owner, id);
    }

    /** Whether accounts of this type belong to owners of this kind. */
    boolean belongsTo(Id owner) {
        return asset.owners.isInstance(owner);
    }

    /** Whether there is an account for each last day of points. */
    boolean keepsDays() {
        return this == AVAILABLE || this == HELD;
    }

    /** Whether there is an account for each station. */
    boolean keepsStations() {
        return this == SHELF || this == RESERVED;
    }

    /** Whether a balance is on the allowed side of zero. */
    public boolean allows(long balance) {
        return switch (bound) {
            case NOT_NEGATIVE -> balance >= 0;
            case NOT_POSITIVE -> balance <= 0;
            case ANY -> true;
        };
    }
}
