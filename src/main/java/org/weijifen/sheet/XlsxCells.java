package org.weijifen.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/** Reads the cells of a worksheet as a spreadsheet shows them. */
final class XlsxCells {
    /** What a spreadsheet shows of a number: behind that many digits stand only errors of binary fractions. */
    private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_EVEN);

    private static final int LARGEST_EXPONENT = 30;
    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** A character that XML can't hold, or a text that looks like one, as workbooks write it. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final XmlReader xml;
    private final SharedStrings strings;
    private final CellFormats formats;
    private final boolean from1904;
    private final int cellLength;

    XlsxCells(XmlReader xml, SharedStrings strings, CellFormats formats, boolean from1904, int cellLength) {
        this.xml = xml;
        this.strings = strings;
        this.formats = formats;
        this.from1904 = from1904;
        this.cellLength = cellLength;
    }

    /** The cell at whose start the reader stands, null when it is blank; moves past its end. */
    Cell read() throws XMLStreamException {
        String type = xml.attribute("t");
        String style = xml.attribute("s");
        String value = null;
        boolean hasFormula = false;
        while (xml.toChild()) {
            switch (xml.name()) {
                case "v", "is" -> value = xml.text(cellLength);
                case "f" -> {
                    hasFormula = true;
                    xml.skip();
                }
                default -> xml.skip();
            }
        }
        if (value == null || value.isEmpty()) {
            return hasFormula && (type == null || type.equals("n")) ? Cell.BROKEN : null;
        }
        return switch (type == null ? "n" : type) {
            case "n" -> number(value, formats.format(style));
            case "s" -> text(strings.get(Integer.parseInt(value)));
            case "str", "inlineStr", "d" -> text(value);
            case "b" -> text(value.equals("0") ? "FALSE" : "TRUE");
            case "e" -> Cell.BROKEN;
            default -> throw Refusals.unreadable();
        };
    }

    private Cell text(String value) {
        return Cell.text(value.contains("_x") ? unescaped(value) : value, cellLength);
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private Cell number(String value, CellFormat format) {
        BigDecimal number = new BigDecimal(value).round(SHOWN).stripTrailingZeros();
        if (Math.abs(number.scale()) > LARGEST_EXPONENT) {
            return new Cell(Cell.Kind.NUMBER, value);
        }
        if (format.isDay()) {
            String day = day(number);
            if (day != null) {
                return new Cell(Cell.Kind.DAY, day);
            }
        }
        String digits = number.toPlainString();
        boolean isWhole = number.signum() >= 0 && number.scale() <= 0;
        int missing = isWhole ? Math.max(0, format.digits() - digits.length()) : 0;
        return new Cell(Cell.Kind.NUMBER, "0".repeat(missing) + digits);
    }

    /** The day, and the time if there is one; null when the calendar has no such day. */
    private String day(BigDecimal serial) {
        if (serial.signum() < 0 || serial.precision() - serial.scale() > 8) {
            return null;
        }
        long seconds = serial.multiply(BigDecimal.valueOf(SECONDS_OF_A_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        LocalDate day = SerialDays.day(seconds / SECONDS_OF_A_DAY, from1904);
        if (day == null) {
            return null;
        }
        long time = seconds % SECONDS_OF_A_DAY;
        return time == 0
                ? day.toString()
                : day + " " + LocalTime.ofSecondOfDay(time).format(TIME);
    }
}
