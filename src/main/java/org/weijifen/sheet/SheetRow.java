package org.weijifen.sheet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.weijifen.platform.Formats;

/**
 * A row of a table. What is read from a column is null when the cell is blank, and when it is at fault: the fault is noted
 * then, and nothing is thrown. A blank cell of a required column is at fault, too. Read each column once, then ask
 * {@link #isFaulty()}.
 */
public final class SheetRow {
    /** Excel keeps that many digits of a number; the others become zeros. */
    private static final int KEPT_DIGITS = 15;

    /** What is left of a long number in a CSV file that Excel wrote. */
    private static final Pattern SHORTENED = Pattern.compile("\\d(\\.\\d+)?E\\+\\d{2,3}");

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
    }

    /** The row's number as a spreadsheet shows it; in a CSV file the line on which the row begins. Counts from 1. */
    public int line() {
        return row.line();
    }

    /** Whether the table has this column. */
    public boolean has(Column column) {
        return header.has(column);
    }

    /** What the column is called in this file, or in general when it is not there. */
    public String heading(Column column) {
        return header.heading(column);
    }

    /** All cells that are not blank, whether their columns are read or not. */
    public List<HeadedCell> cells() {
        return header.cells(row);
    }

    /**
     * A line of free text, such as a title, as people typed it. Line breaks and tabs within become blanks.
     *
     * @param maxLength in characters (UTF-16 units), at most the limit of a cell
     */
    public String text(Column column, int maxLength) {
        Cell cell = readable(column);
        return cell == null ? null : bounded(column, CellText.oneLine(cell.text()), maxLength);
    }

    /**
     * A code or number that names something, such as a member number: full-width forms are read as half-width ones, a
     * number of a workbook as its digits. At fault when a spreadsheet has made a day of it, or has dropped digits.
     *
     * @param maxLength in characters (UTF-16 units), at most the limit of a cell
     */
    public String code(Column column, int maxLength) {
        Cell cell = readable(column);
        if (cell == null) {
            return null;
        }
        if (cell.kind() == Cell.Kind.DAY) {
            return fail(column, "shown_as_day");
        }
        String code = CellText.strip(CellText.halfWidth(CellText.oneLine(cell.text())));
        if (hasLostDigits(cell.kind(), code)) {
            return fail(column, "digits_lost");
        }
        return code.isEmpty() ? absent(column) : bounded(column, code, maxLength);
    }

    /** A whole number between two bounds, which belong to it. Understands {@code 1,234} and {@code 12.0}. */
    public Long wholeNumber(Column column, long min, long max) {
        Cell cell = readable(column);
        if (cell == null) {
            return null;
        }
        if (cell.kind() == Cell.Kind.DAY) {
            return fail(column, "shown_as_day");
        }
        String digits = WholeNumberText.digits(CellText.halfWidth(cell.text()));
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
        LocalDate day = DayText.day(CellText.halfWidth(CellText.oneLine(cell.text())), from1904);
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

    /** What was found wrong so far, in the order of reading. */
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
            case TEXT, NUMBER, DAY -> cell;
            case BROKEN -> fail(column, "broken_cell");
            case TOO_LONG -> fail(column, "size", 1, cellLength);
        };
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

    private static boolean hasLostDigits(Cell.Kind kind, String code) {
        return SHORTENED.matcher(code).matches()
                || kind == Cell.Kind.NUMBER && code.length() > KEPT_DIGITS && !code.contains(".");
    }

    private <V> V fail(Column column, String code, Object... arguments) {
        fault(column, code, arguments);
        return null;
    }
}
