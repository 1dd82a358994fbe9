package org.weijifen.tables.exporting;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Set;
import org.weijifen.platform.EnumNames;

/** What can be exported. Its name for people is the message {@code export.what.<code>}. */
public enum ExportKind {
    /** Members with their balances. */
    MEMBERS(MemberQuery.QUERY, EnumSet.of(Narrowing.GROUP)),
    /** One row for each transaction and each member, reward or merchant it moves something of. */
    TRANSACTIONS(TransactionQuery.QUERY, EnumSet.of(Narrowing.DAYS, Narrowing.KIND)),
    /** One row for each line of a redemption. */
    REDEMPTIONS(RedemptionQuery.QUERY, EnumSet.of(Narrowing.DAYS)),
    /** One row for each move of a reward's units. */
    STOCK_MOVEMENTS(StockMovementQuery.QUERY, EnumSet.of(Narrowing.DAYS, Narrowing.KIND)),
    /** One row for each figure of a month's statement. */
    STATEMENTS(new StatementSource(), EnumSet.of(Narrowing.MONTH)),
    /** Active members with blank columns, to be signed at an activity. */
    SIGN_UP_LISTS(SignUpListQuery.QUERY, EnumSet.of(Narrowing.GROUP, Narrowing.TITLE));

    /** The parameters of an export. */
    enum Narrowing {
        DAYS,
        KIND,
        GROUP,
        TITLE,
        /** The parameter that must be given. */
        MONTH
    }

    private final String code = EnumNames.code(this);
    private final Source source;
    private final Set<Narrowing> narrowings;

    ExportKind(Source source, Set<Narrowing> narrowings) {
        this.source = source;
        this.narrowings = narrowings;
    }

    /** The code of the kind in a path: {@code stock-movements}. */
    @JsonValue
    public String code() {
        return code;
    }

    Source source() {
        return source;
    }

    boolean takes(Narrowing narrowing) {
        return narrowings.contains(narrowing);
    }
}
