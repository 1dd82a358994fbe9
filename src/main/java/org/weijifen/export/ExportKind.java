package org.weijifen.export;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can be exported. Its name for people is the message {@code export.what.<code>}. */
public enum ExportKind {
    /** Members with their balances. */
    MEMBERS(MemberExtract.EXTRACT, EnumSet.of(Narrowing.GROUP)),
    /** One row for each transaction and each member, reward or merchant it moves something of. */
    TRANSACTIONS(TransactionExtract.EXTRACT, EnumSet.of(Narrowing.DAYS, Narrowing.KIND)),
    /** One row for each line of a redemption. */
    REDEMPTIONS(RedemptionExtract.EXTRACT, EnumSet.of(Narrowing.DAYS)),
    /** One row for each move of a reward's units. */
    STOCK_MOVEMENTS(StockMovementExtract.EXTRACT, EnumSet.of(Narrowing.DAYS, Narrowing.KIND)),
    /** Active members with blank columns, to be signed at an activity. */
    SIGN_UP_LISTS(SignUpListExtract.EXTRACT, EnumSet.of(Narrowing.GROUP, Narrowing.TITLE));

    /** What an export can be narrowed by, or named with. */
    enum Narrowing {
        DAYS,
        KIND,
        GROUP,
        TITLE
    }

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final Extract extract;
    private final Set<Narrowing> narrowings;

    ExportKind(Extract extract, Set<Narrowing> narrowings) {
        this.extract = extract;
        this.narrowings = narrowings;
    }

    /** The kind as it stands in a path: {@code stock-movements}. */
    @JsonValue
    public String code() {
        return code;
    }

    Extract extract() {
        return extract;
    }

    boolean takes(Narrowing narrowing) {
        return narrowings.contains(narrowing);
    }
}
