package org.weijifen.tables.sheet;

import java.util.regex.Pattern;

/** Distinguishes cells with quantities from other cells, such as days, telephone numbers and codes. */
final class QuantityCells {
    private static final Pattern FIGURE = Pattern.compile("[+-]?[¥]?(0|[1-9]\\d{0,6}|[1-9]\\d{0,2}(,\\d{3})+)(\\.\\d+)?"
            + "(个?小时|分钟|时|h|hrs?|hours?|次|人次|件|份|个|分|积分|元)?");
    private static final Pattern SERIAL_DAY = Pattern.compile("[1-9]\\d{4}(\\.\\d+)?");

    private QuantityCells() {}

    static boolean isFigure(Cell cell) {
        return switch (cell.kind()) {
            case TEXT, NUMBER, ROUNDED ->
                FIGURE.matcher(CellText.heading(cell.text())).matches();
            case TIME -> cell.number() != null;
            case DAY, SHORTENED, OTHERWISE, BROKEN, TOO_LONG -> false;
        };
    }

    /** Whether it may be the serial number of a day in a spreadsheet. */
    static boolean mayBeDay(Cell cell) {
        return SERIAL_DAY.matcher(CellText.heading(cell.text())).matches();
    }
}
