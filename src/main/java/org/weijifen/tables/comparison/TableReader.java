package org.weijifen.tables.comparison;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.comparison.KnownDetails.Contact;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetLimits;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.sheet.TableChoice;
import org.weijifen.tables.vocabulary.ColumnVocabulary.Unit;
import org.weijifen.tables.vocabulary.Contacts;
import org.weijifen.tables.vocabulary.NonDataRow;

/** Reads a table and finds the member and the item of each row. It never guesses. */
final class TableReader {
    static final int MAX_ROWS = 20_000;

    private static final SheetLimits LIMITS = SheetLimits.DEFAULT.withRows(MAX_ROWS);
    static final int MAX_TEXT = 200;
    /** So that all rows together are still a number that JSON can hold exactly. */
    private static final long MAX_NUMBER = 100_000_000_000L;

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    /**
     * A table that was read.
     *
     * @param sheet name of the worksheet; null for a CSV file
     * @param otherSheets visible ones that were not read
     * @param ignoredHeadings that name no column
     */
    record Table(List<Row> rows, String sheet, List<String> otherSheets, List<String> ignoredHeadings) {}

    private final MatchingKind kind;
    private final TableColumns columns;
    private final KnownNames members;
    private final KnownNames items;
    private final KnownDetails details;
    private Map<MemberId, Contact> contacts = Map.of();
    private Map<String, Unit> units = Map.of();
    private Sheet sheet;

    TableReader(MatchingKind kind, KnownNames members, KnownNames items, KnownDetails details) {
        this.kind = kind;
        this.columns = new TableColumns(kind);
        this.members = members;
        this.items = items;
        this.details = details;
    }

    /**
     * Reads all rows.
     *
     * @param name of the worksheet, null for the first one that has the columns
     * @throws ProblemException {@code validation_failed} on {@code file} when it is no table, lacks a column, or has more than
     *     20,000 rows
     */
    Table read(Path file, String name) throws SQLException {
        try (Sheet opened = Sheet.open(file, new TableChoice(columns.all(), columns.oneOf(), name), LIMITS)) {
            sheet = opened;
            if (sheet.has(Contacts.PHONE) || sheet.has(Contacts.HOUSEHOLD)) {
                contacts = details.contacts();
            }
            if (columns.unit() != null && sheet.has(columns.unit())) {
                units = details.units();
            }
            List<Row> rows = new ArrayList<>();
            opened.forEachRemaining(row -> rows.add(read(row)));
            return new Table(rows, opened.name(), opened.otherSheets(), opened.ignoredHeadings());
        }
    }

    private Row read(SheetRow row) {
        return NonDataRow.of(row, TableColumns.who())
                .map(kind -> Row.noFact(row, kind))
                .orElseGet(() -> readFact(row));
    }

    private Row readFact(SheetRow row) {
        String no = code(row, TableColumns.MEMBER_NO);
        String name = text(row, TableColumns.DISPLAY_NAME);
        String either = text(row, TableColumns.MEMBER);
        String itemCode = code(row, columns.itemCode());
        String itemName = text(row, columns.item());
        String words = columns.words() == null ? null : text(row, columns.words());
        Long quantity = number(row, columns.quantity());
        Long points = number(row, columns.points());
        LocalDate day = day(row);
        LocalDate bookedOn = bookedOn(row, day);
        String phone = text(row, Contacts.PHONE);
        String household = text(row, Contacts.HOUSEHOLD);
        String unit = columns.unit() == null ? null : text(row, columns.unit());
        String reference = code(row, TableColumns.REFERENCE);
        if (quantity == null && points == null && !row.isFaulty()) {
            row.fault(sheet.has(columns.points()) ? columns.points() : columns.quantity(), "required");
        }
        boolean counts = columns.rowsThatCount().counts(sheet, row);
        boolean readable = counts && !row.isFaulty();
        MemberId memberId = readable ? member(row, no, name, either) : null;
        String item = readable ? item(row, itemCode, itemName, words) : null;
        requireContact(row, memberId, phone, household);
        requireUnit(row, item, unit);
        return new Row(
                row.line(),
                first(no, name, either),
                memberId,
                first(itemName, itemCode, words),
                item,
                quantity,
                points,
                day,
                bookedOn,
                reference,
                counts,
                counts ? row.faults() : List.of());
    }

    private LocalDate day(SheetRow row) {
        for (Column column : columns.days()) {
            LocalDate day = sheet.has(column) ? row.day(column, EARLIEST, LATEST) : null;
            if (day != null) {
                return day;
            }
        }
        List<String> keys = columns.days().stream().map(Column::key).toList();
        if (row.faults().stream().noneMatch(fault -> keys.contains(fault.column()))) {
            row.fault(columns.day(), "required");
        }
        return null;
    }

    /** The day on which a fact was booked that happened on another, where the table says both. */
    private LocalDate bookedOn(SheetRow row, LocalDate day) {
        Column column = columns.bookedOn();
        boolean saysBoth = day != null
                && column != null
                && sheet.has(column)
                && sheet.has(columns.days().get(0));
        return saysBoth ? row.day(column, EARLIEST, LATEST) : null;
    }

    /** As in imports: with a wrong member number the name or telephone belongs to another member. */
    private void requireContact(SheetRow row, MemberId memberId, String phone, String household) {
        Contact known = memberId == null ? Contact.NONE : contacts.getOrDefault(memberId, Contact.NONE);
        if (!Contacts.isPhone(phone, known.phone())) {
            row.fault(Contacts.PHONE, "contradictory_member");
        }
        if (!Contacts.isName(household, known.household())) {
            row.fault(Contacts.HOUSEHOLD, "contradictory_member");
        }
    }

    /** A word that is not a unit is ignored. */
    private void requireUnit(SheetRow row, String item, String word) {
        Unit known = item == null || word == null ? null : units.get(item);
        boolean isOther =
                known != null && Stream.of(Unit.values()).anyMatch(unit -> unit != known && unit.isSaidBy(word));
        if (isOther) {
            row.fault(
                    columns.unit(),
                    "other_unit",
                    known.code() + " / " + known.words().get(0));
        }
    }

    /** The number decides. A name in the same row must belong to the same member. */
    private MemberId member(SheetRow row, String no, String name, String either) {
        if (no != null) {
            MemberId numbered = Id.of(MemberId::new, members.withCode(no));
            if (numbered == null) {
                row.fault(TableColumns.MEMBER_NO, Row.UNKNOWN);
            } else {
                requireName(row, TableColumns.DISPLAY_NAME, name, numbered);
                requireName(row, TableColumns.MEMBER, either, numbered);
            }
            return numbered;
        }
        Column column = name == null ? TableColumns.MEMBER : TableColumns.DISPLAY_NAME;
        String called = name == null ? either : name;
        if (called == null) {
            row.fault(whoColumn(), "required");
            return null;
        }
        return Id.of(MemberId::new, only(row, column, members.called(called)));
    }

    private void requireName(SheetRow row, Column column, String name, MemberId memberId) {
        if (name != null && !members.called(name).contains(memberId.value())) {
            row.fault(column, "contradictory_name");
        }
    }

    private Column whoColumn() {
        return TableColumns.who().stream().filter(sheet::has).findFirst().orElseThrow();
    }

    private String item(SheetRow row, String code, String name, String words) {
        if (code != null) {
            UUID coded = items.withCode(code.toLowerCase(Locale.ROOT));
            if (coded == null) {
                row.fault(columns.itemCode(), Row.UNKNOWN);
                return null;
            }
            if (name != null && !items.called(name).contains(coded)) {
                row.fault(columns.item(), "contradictory_title", code + " " + items.nameOf(coded));
            }
            return Items.of(coded);
        }
        if (name != null) {
            Set<UUID> called = items.called(name);
            if (called.isEmpty() && kind == MatchingKind.CREDITS) {
                return Items.saying(name);
            }
            UUID only = only(row, columns.item(), called);
            return only == null ? null : Items.of(only);
        }
        return switch (kind) {
            case CREDITS -> words != null || saysItems() ? Items.saying(words) : null;
            case REDEMPTIONS -> noReward(row);
        };
    }

    /** A redemption is always of something, where the table says of what. */
    private String noReward(SheetRow row) {
        if (saysItems()) {
            row.fault(sheet.has(columns.item()) ? columns.item() : columns.itemCode(), "required");
        }
        return null;
    }

    /** Whether the table speaks of what its rows are for; where it doesn't, only who, how much and when are compared. */
    private boolean saysItems() {
        return Stream.of(columns.itemCode(), columns.item(), columns.words())
                .anyMatch(column -> column != null && sheet.has(column));
    }

    private static UUID only(SheetRow row, Column column, Set<UUID> called) {
        if (called.size() == 1) {
            return called.iterator().next();
        }
        row.fault(column, called.isEmpty() ? Row.UNKNOWN : "ambiguous_name");
        return null;
    }

    private String code(SheetRow row, Column column) {
        return sheet.has(column) ? row.code(column, MAX_TEXT) : null;
    }

    private String text(SheetRow row, Column column) {
        return sheet.has(column) ? row.text(column, MAX_TEXT) : null;
    }

    private Long number(SheetRow row, Column column) {
        return sheet.has(column) ? row.wholeNumber(column, 1, MAX_NUMBER) : null;
    }

    private static String first(String... texts) {
        return Stream.of(texts).filter(text -> text != null).findFirst().orElse(null);
    }
}
