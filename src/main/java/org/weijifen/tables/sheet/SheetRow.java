package org.weijifen.tables.sheet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.weijifen.platform.Formats;

/**
 * A row of a table. What is read from a column is null when the cell is blank, and when it is at fault: the fault is noted
 * then, and nothing is thrown. A blank cell of a required column is at fault, too, and so is a row with something in it that
 * has no heading. Read each column once, then ask {@link #isFaulty()}.
 */
public final class SheetRow {
    private final Header header;
    private final RawRow row;
    private final boolean from1904;
    private final int cellLength;
    private final List<RowFault> faults = new ArrayList<>();

    SheetRow(Header header, RawRow row, boolean from1904, int cellLength) {
        this.header = header;
        this.row = row;
        this.from1904 = from1904;
        this.cellLength = cellLength;
        String withoutHeading = header.withoutHeading(row);
        if (withoutHeading != null) {
            faults.add(
                    new RowFault(line(), "", withoutHeading, "cell_without_heading", List.of(withoutHeading + line())));
        }
    }

    /** The row's number as a spreadsheet shows it; in a CSV file the line on which the row begins. Counts from 1. */
    public int line() {
        return row.line();
    }

    /** Whether the table has this column. */
    public boolean has(Column column) {
        return header.has(column);
    }

    /** The heading of the column in this file, or its usual name when the file does not have it. */
    public String heading(Column column) {
        return header.heading(column);
    }

    /** All cells that are not blank, whether their columns are read or not. */
    public List<HeadedCell> cells() {
        return header.cells(row);
    }

    /**
     * A line of free text, such as a title, as people typed it. Line breaks and tabs within become blanks. A number of a
     * workbook is read as people see it there. At fault when a spreadsheet has made a day or a time of it, has dropped digits,
     * shows fewer decimals than there are, or something that can't be followed.
     *
     * @param maxLength in characters (UTF-16 units), at most the limit of a cell
     */
    public String text(Column column, int maxLength) {
        String text = shown(column);
        return text == null ? null : bounded(column, text, maxLength);
    }

    /**
     * A code or number that names something, such as a member number: as {@link #text}, but full-width forms are read as
     * half-width ones.
     *
     * @param maxLength in characters (UTF-16 units), at most the limit of a cell
     */
    public String code(Column column, int maxLength) {
        String text = shown(column);
        if (text == null) {
            return null;
        }
        String code = CellText.strip(CellText.halfWidth(text));
        return code.isEmpty() ? absent(column) : bounded(column, code, maxLength);
    }

    /**
     * A number, which need not be whole, in half-width forms, and whatever stands around it in a text; a number of a workbook
     * in plain digits. At fault when people see another number there.
     *
     * @param maxLength in characters (UTF-16 units), at most the limit of a cell
     */
    public String number(Column column, int maxLength) {
        Cell cell = readable(column);
        if (cell == null) {
            return null;
        }
        String number = number(column, cell);
        return number == null ? null : bounded(column, number, maxLength);
    }

    private String number(Column column, Cell cell) {
        if (cell.kind() == Cell.Kind.TEXT) {
            return CellText.halfWidth(cell.text());
        }
        if (cell.kind() == Cell.Kind.ROUNDED) {
            return rounded(column, cell);
        }
        return cell.number() == null ? fail(column, fault(cell.kind())) : cell.number();
    }

    /** A whole number between two bounds, which belong to it. Understands {@code 1,234} and {@code 12.0}. */
    public Long wholeNumber(Column column, long min, long max) {
        Cell cell = readable(column);
        if (cell == null) {
            return null;
        }
        String value = number(column, cell);
        if (value == null) {
            return null;
        }
        String digits = WholeNumberText.digits(value);
        if (digits == null) {
            return fail(column, "not_a_whole_number");
        }
        Long number = WholeNumberText.value(digits);
        if (number == null || number < min || number > max) {
            boolean isSmall = number == null ? digits.startsWith("-") : number < min;
            return isSmall ? fail(column, "too_small", min) : fail(column, "too_large", max);
        }
        return number;
    }

    /**
     * A day between two bounds, which belong to it: written with year, month and day in this order, or as the number by
     * which spreadsheets count days. A time behind it is dropped.
     */
    public LocalDate day(Column column, LocalDate earliest, LocalDate latest) {
        Cell cell = readable(column);
        if (cell == null) {
            return null;
        }
        boolean isNumber =
                switch (cell.kind()) {
                    case NUMBER, ROUNDED, SHORTENED -> true;
                    case TEXT, DAY, TIME, OTHERWISE, BROKEN, TOO_LONG -> false;
                };
        String text = isNumber ? cell.number() : CellText.halfWidth(CellText.oneLine(cell.text()));
        LocalDate day = text == null ? null : DayText.day(text, from1904);
        if (day == null) {
            return fail(column, "not_a_day");
        }
        if (day.isBefore(earliest)) {
            return fail(column, "too_early", earliest);
        }
        return day.isAfter(latest) ? fail(column, "too_late", latest) : day;
    }

    /**
     * Notes that a rule is broken which this package doesn't know.
     *
     * @param code of a text {@code violation.<code>}
     * @param arguments values for the placeholders of that text
     */
    public void fault(Column column, String code, Object... arguments) {
        faults.add(new RowFault(line(), header.heading(column), column.key(), code, List.of(arguments)));
    }

    /** The faults found so far, in the order of reading. */
    public List<RowFault> faults() {
        return List.copyOf(faults);
    }

    public boolean isFaulty() {
        return !faults.isEmpty();
    }

    /** The cell when it can be read; notes why not. */
    private Cell readable(Column column) {
        Cell cell = header.cell(row, column);
        if (cell == null) {
            return absent(column);
        }
        return switch (cell.kind()) {
            case TEXT, NUMBER, ROUNDED, DAY, TIME, SHORTENED, OTHERWISE -> cell;
            case BROKEN -> fail(column, "broken_cell");
            case TOO_LONG -> fail(column, "size", 1, cellLength);
        };
    }

    /** What people see in the cell, on one line. */
    private String shown(Column column) {
        Cell cell = readable(column);
        if (cell == null) {
            return null;
        }
        if (cell.kind() == Cell.Kind.ROUNDED) {
            return rounded(column, cell);
        }
        if (cell.kind() != Cell.Kind.TEXT && cell.kind() != Cell.Kind.NUMBER) {
            return fail(column, fault(cell.kind()));
        }
        return CellText.oneLine(cell.text());
    }

    /** Why a number of a workbook does not fit a column. */
    private static String fault(Cell.Kind kind) {
        return switch (kind) {
            case DAY -> "shown_as_day";
            case TIME -> "shown_as_time";
            case SHORTENED -> "digits_lost";
            case TEXT, NUMBER, ROUNDED, OTHERWISE, BROKEN, TOO_LONG -> "shown_otherwise";
        };
    }

    /** A quantity of 2.4 that is shown as 2 is refused, because nobody knows which one was meant. */
    private String rounded(Column column, Cell cell) {
        return fail(column, "shown_rounded", cell.number(), cell.text());
    }

    private <V> V absent(Column column) {
        return column.required() ? fail(column, "required") : null;
    }

    private String bounded(Column column, String text, int maxLength) {
        if (!Formats.isPlain(text)) {
            return fail(column, "text");
        }
        return text.length() > maxLength ? fail(column, "size", 1, maxLength) : text;
    }

    private <V> V fail(Column column, String code, Object... arguments) {
        fault(column, code, arguments);
        return null;
    }
}
