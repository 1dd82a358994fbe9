package org.weijifen.tables.importing;

import java.time.LocalDate;
import java.util.List;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;

/** Rows of what members did or got on a day: many of one member, and each of as many times, hours or units as it says. */
abstract class FactRows extends RowType {
    abstract Column quantity();

    /** Whether a row says nothing of its quantity in a table that has a column for it, and others have one there. */
    final boolean leavesQuantityOut(SheetRow row, Long quantity) {
        return quantity == null && row.has(quantity()) && !row.isFaulty();
    }

    /** What a row says: who did or got how much of which task or reward, and when. */
    record Said(String memberNo, Naming item, long quantity, LocalDate day, LocalDate occurredOn) {}

    /** A readable row of a fact. */
    abstract static class FactRow implements FileRow {
        final String memberNo;
        final Naming item;
        final long quantity;
        final LocalDate day;
        final LocalDate occurredOn;
        final Reading reading;
        final KnownTransactions.Key key;
        private final boolean numbered;

        FactRow(Said said, TransactionKind kind, Reading.Reference reference, Reading reading) {
            this.memberNo = said.memberNo();
            this.item = said.item();
            this.quantity = said.quantity();
            this.day = said.day();
            this.occurredOn = said.occurredOn();
            this.reading = reading;
            this.key = new KnownTransactions.Key(kind, reference.text());
            this.numbered = reference.given();
        }

        /** Whether it must agree with the rows of earlier files. */
        final boolean isCompared() {
            return !numbered && !reading.additional();
        }

        final Told told(MemberId memberId, Id itemId) {
            return new Told(memberId, itemId.value(), day, quantity, numbered ? key.reference() : null);
        }

        @Override
        public final LocalDate day() {
            return day;
        }

        @Override
        public final String identity() {
            return key.reference();
        }
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
