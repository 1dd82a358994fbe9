package org.weijifen.tables.importing;

import java.util.List;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;

/** Rows of what members did or got on a day: many of one member, and each of as many times, hours or units as it says. */
abstract class FactRows extends RowType {
    abstract Column quantity();

    /** Whether a row says nothing of its quantity in a table that has a column for it, and others have one there. */
    final boolean leavesQuantityOut(SheetRow row, Long quantity) {
        return quantity == null && row.has(quantity()) && !row.isFaulty();
    }

    @Override
    final Column identified() {
        return MEMBER_NO;
    }

    @Override
    final boolean comesOnce() {
        return false;
    }

    @Override
    final List<Column> figuresLeftOut(SheetRow row) {
        return row.has(quantity()) ? List.of() : List.of(quantity());
    }
}
