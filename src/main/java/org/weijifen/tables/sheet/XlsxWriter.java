package org.weijifen.tables.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Writes a table as a workbook: numbers and days as what they are, texts in the cells themselves, since shared ones would
 * all stay in memory. The headings stay in view and have filters. What doesn't fit on one worksheet goes on on the next.
 */
final class XlsxWriter<T> implements SheetWriter<T> {
    private static final String DAY_FORMAT = "yyyy-mm-dd";
    private static final String TIME_FORMAT = "yyyy-mm-dd hh:mm:ss";

    /** Spreadsheets keep 15 digits of a number: larger ones are written as texts. */
    private static final long LARGEST_NUMBER = 999_999_999_999_999L;

    /** The first year after the day that spreadsheets count and the calendar doesn't have. */
    private static final int FIRST_YEAR = 1901;

    private static final int LAST_YEAR = 9999;
    private static final int LONGEST_TEXT = 32_767;
    private static final int ROWS_IN_MEMORY = 200;

    /** Text that a reader would take for an escaped character of workbooks. */
    private static final Pattern LOOKS_ESCAPED = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private final Workbook workbook;
    private final List<OutputColumn<T>> columns;
    private final Locale language;
    private final LocalTimes times;
    private final int rowsPerSheet;
    private Worksheet sheet;
    private int rows;

    XlsxWriter(OutputStream out, List<OutputColumn<T>> columns, Locale language, ZoneId zone) throws IOException {
        this(out, columns, language, zone, Worksheet.MAX_ROWS);
    }

    /** @param rowsPerSheet with the row of the headings */
    XlsxWriter(OutputStream out, List<OutputColumn<T>> columns, Locale language, ZoneId zone, int rowsPerSheet)
            throws IOException {
        this.workbook = new Workbook(out, "Weijifen", null);
        this.columns = List.copyOf(columns);
        this.language = language;
        this.times = new LocalTimes(zone);
        this.rowsPerSheet = rowsPerSheet;
        beginSheet();
    }

    private void beginSheet() throws IOException {
        sheet = workbook.newWorksheet("Sheet");
        sheet.freezePane(0, 1);
        for (int i = 0; i < columns.size(); i++) {
            String heading = columns.get(i).heading(language);
            sheet.inlineString(0, i, heading);
            sheet.style(0, i).bold().set();
            sheet.width(i, Math.max(width(columns.get(i).type()), shownLength(heading) + 4));
        }
        rows = 1;
        sheet.flush();
    }

    private static int width(OutputColumn.Type type) {
        return switch (type) {
            case TEXT -> 24;
            case NUMBER, DAY -> 12;
            case INSTANT -> 20;
        };
    }

    /** Length in the widths of a digit: Chinese characters take two. */
    private static int shownLength(String text) {
        return text.codePoints().map(point -> point < 0x1100 ? 1 : 2).sum();
    }

    @Override
    public void write(T row) throws IOException {
        if (rows == rowsPerSheet) {
            endSheet();
            beginSheet();
        }
        for (int i = 0; i < columns.size(); i++) {
            Object value = columns.get(i).value(row);
            if (value != null) {
                write(i, columns.get(i).type(), value);
            }
        }
        rows++;
        if (rows % ROWS_IN_MEMORY == 0) {
            sheet.flush();
        }
    }

    private void write(int column, OutputColumn.Type type, Object value) {
        switch (type) {
            case TEXT -> text(column, (String) value);
            case NUMBER -> number(column, (Long) value);
            case DAY -> day(column, (LocalDate) value);
            case INSTANT -> instant(column, (Instant) value);
        }
    }

    private void text(int column, String value) {
        String text = FormulaGuard.keep(CellText.strip(value));
        String escaped = LOOKS_ESCAPED.matcher(text).replaceAll("_x005F_");
        sheet.inlineString(
                rows, column, escaped.length() > LONGEST_TEXT ? escaped.substring(0, LONGEST_TEXT) : escaped);
    }

    private void number(int column, Long value) {
        if (value > LARGEST_NUMBER || value < -LARGEST_NUMBER) {
            sheet.inlineString(rows, column, value.toString());
        } else {
            sheet.value(rows, column, value);
        }
    }

    private void day(int column, LocalDate value) {
        if (isCounted(value)) {
            sheet.value(rows, column, value);
            sheet.style(rows, column).format(DAY_FORMAT).set();
        } else {
            sheet.inlineString(rows, column, value.toString());
        }
    }

    private void instant(int column, Instant value) {
        if (isCounted(times.local(value).toLocalDate())) {
            sheet.value(rows, column, times.local(value));
            sheet.style(rows, column).format(TIME_FORMAT).set();
        } else {
            sheet.inlineString(rows, column, times.text(value));
        }
    }

    /** Whether spreadsheets have a number for the day. */
    private static boolean isCounted(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
    }

    private void endSheet() throws IOException {
        sheet.setAutoFilter(0, 0, rows - 1, columns.size() - 1);
        sheet.finish();
    }

    @Override
    public void finish() throws IOException {
        endSheet();
        workbook.finish();
    }

    /** Nothing is held but memory; closing the workbook would complete it. */
    @Override
    public void close() {}
}
