package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.AccountType;
import org.weijifen.platform.EnumNames;

/** A number of a balance. */
@Schema(name = "BalanceFigure")
public enum Figure {
    AVAILABLE(AccountType.AVAILABLE, 1),
    HELD(AccountType.HELD, 1),
    ARREARS(AccountType.ARREARS, -1),
    EARNED(AccountType.EARNED, -1),
    SPENT(AccountType.SPENT, 1),
    EXPIRED(AccountType.EXPIRED, 1),
    DEDUCTED(AccountType.FORFEITED, 1);

    private final AccountType type;
    private final int sign;

    Figure(AccountType type, int sign) {
        this.type = type;
        this.sign = sign;
    }

    /** The code of the figure in JSON. */
    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }

    /** The same number with the sign that the balance shows it with. */
    long shown(long balance) {
        return sign * balance;
    }

    /** The figure to which accounts of a type belong; null for accounts without points. */
    static Figure of(AccountType type) {
        for (Figure figure : values()) {
            if (figure.type == type) {
                return figure;
            }
        }
        return null;
    }

    /** This number in a balance. */
    long in(Balances.BalanceView balance) {
        return switch (this) {
            case AVAILABLE -> balance.available();
            case HELD -> balance.held();
            case ARREARS -> balance.arrears();
            case EARNED -> balance.earned();
            case SPENT -> balance.spent();
            case EXPIRED -> balance.expired();
            case DEDUCTED -> balance.deducted();
        };
    }
}
