package org.weijifen.tables.exporting;

import java.time.LocalDate;
import java.time.YearMonth;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.sheet.SheetFormat;

/**
 * The request for an export. Everything except the kind and the format may be null.
 *
 * @param columns keys with commas between them
 * @param from first day
 * @param to last day
 * @param kind of transactions
 * @param group of members
 * @param title of a list to sign
 * @param month of a statement, which has to be given
 */
record ExportRequest(
        ExportKind what,
        SheetFormat format,
        String columns,
        LocalDate from,
        LocalDate to,
        TransactionKind kind,
        String group,
        String title,
        YearMonth month) {

    ExportRequest {
        requireTaken(what, ExportKind.Narrowing.DAYS, "from", from);
        requireTaken(what, ExportKind.Narrowing.DAYS, "to", to);
        requireTaken(what, ExportKind.Narrowing.KIND, "kind", kind);
        requireTaken(what, ExportKind.Narrowing.GROUP, "group", group);
        requireTaken(what, ExportKind.Narrowing.TITLE, "title", title);
        requireTaken(what, ExportKind.Narrowing.MONTH, "month", month);
        if (month == null && what.takes(ExportKind.Narrowing.MONTH)) {
            throw ProblemException.field("month", "required");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
    }

    /** Refuses parameters that this kind does not have, because they would have no effect. */
    private static void requireTaken(ExportKind what, ExportKind.Narrowing narrowing, String parameter, Object given) {
        if (given != null && !what.takes(narrowing)) {
            throw ProblemException.field(parameter, "unknown_field");
        }
    }
}
