package org.weijifen.statement;

import static org.weijifen.ledger.AccountType.ARREARS;
import static org.weijifen.ledger.AccountType.AVAILABLE;
import static org.weijifen.ledger.AccountType.HELD;
import static org.weijifen.ledger.AccountType.RESERVED;
import static org.weijifen.ledger.AccountType.SHELF;

import java.util.Arrays;
import java.util.Set;
import org.weijifen.ledger.AccountType;

/** Groups of accounts that a statement treats as one. */
final class Sides {
    /** The points of members, less arrears: available + held - arrears. */
    static final Set<AccountType> OUTSTANDING = Set.of(AVAILABLE, HELD, ARREARS);

    /** The units of a reward: on the shelf + reserved. */
    static final Set<AccountType> IN_STOCK = Set.of(SHELF, RESERVED);

    private Sides() {}

    /** The names of the types that keep points, for SQL. */
    static Object[] pointTypes() {
        return Arrays.stream(AccountType.values())
                .filter(type -> type.asset() == AccountType.Asset.POINTS)
                .map(AccountType::code)
                .toArray();
    }

    /** Whether this is a source of an asset. */
    static boolean isSource(AccountType type) {
        return switch (type) {
            case EARNED, SUPPLIED, PAYABLE -> true;
            case AVAILABLE,
                    HELD,
                    SPENT,
                    EXPIRED,
                    FORFEITED,
                    ARREARS,
                    SHELF,
                    RESERVED,
                    HANDED_OUT,
                    ADJUSTED,
                    MERCHANT,
                    SETTLED -> false;
        };
    }
}
