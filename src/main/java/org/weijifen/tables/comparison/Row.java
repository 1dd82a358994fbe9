package org.weijifen.tables.comparison;

import java.time.LocalDate;
import java.util.List;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.sheet.RowFault;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.NonDataRow;

/**
 * A row of a table, with the values of its cells. Where cells can't be read, or a name stands for several, that is
 * among its faults, and it can't be compared.
 *
 * @param line its number as a spreadsheet shows it
 * @param member the text that names the member, or null
 * @param memberId the same, or null
 * @param itemName the text that names the item, or null
 * @param item the same: see {@link Items}; null where it says nothing about that
 * @param quantity or null
 * @param points or null
 * @param day or null when it can't be read
 * @param bookedOn the day it was booked on, where the row says besides that it happened on another; else null
 * @param reference or null
 * @param counts whether it says nothing to the contrary: see {@link RowsThatCount}
 * @param faults faults of its cells, and unknown names
 */
record Row(
        int line,
        String member,
        MemberId memberId,
        String itemName,
        String item,
        Long quantity,
        Long points,
        LocalDate day,
        LocalDate bookedOn,
        String reference,
        boolean counts,
        List<RowFault> faults) {
    /** The fault of an unknown name: such a row is clear, and missing here. */
    static final String UNKNOWN = "unknown_name";

    Row {
        faults = List.copyOf(faults);
    }

    /** A total, a line to sign, or headings once more: whatever it says does not count. */
    static Row noFact(SheetRow row, NonDataRow kind) {
        RowFault why = new RowFault(row.line(), null, null, kind.code(), List.of());
        return new Row(row.line(), null, null, null, null, null, null, null, null, null, false, List.of(why));
    }

    /** Whether it says enough to be compared. */
    boolean isClear() {
        return faults.stream().allMatch(fault -> fault.code().equals(UNKNOWN));
    }

    /** Whether what it names is not here at all, so that nothing can stand in the books for it. */
    boolean isUnknown() {
        return !faults.isEmpty() && isClear();
    }

    /**
     * Whether an entry is of the same amount, as far as this row speaks of amounts. Points without a task have no quantity
     * in the books, whatever a table says of it.
     */
    boolean isOfTheAmountOf(BookEntry entry) {
        boolean samePoints = points == null || points == entry.points();
        boolean sameQuantity =
                quantity == null || quantity.equals(entry.quantity()) || (entry.quantity() == null && points != null);
        return samePoints && sameQuantity;
    }

    /** Whether it is about some days: it happened then, or, where it says both, was booked then. */
    boolean isOf(ComparedDays days) {
        return days.contains(day) || bookedOn != null && days.contains(bookedOn);
    }

    /** Whether an entry is of the same member and, as far as this row speaks of it, for the same thing. */
    boolean isAbout(BookEntry entry) {
        return memberId.equals(entry.memberId()) && (item == null || item.equals(entry.item()));
    }
}
