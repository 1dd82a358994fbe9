package org.weijifen.tables.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/** Reads the cells of a worksheet as a spreadsheet shows them. */
final class XlsxCells {
    /** What a spreadsheet shows of a number: behind that many digits stand only errors of binary fractions. */
    private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_EVEN);

    private static final int LARGEST_EXPONENT = 30;

    private static final Pattern DAY = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:[T ][\\d:.,]*Z?)?");

    /** A character that XML can't hold, or a text that looks like one, as workbooks write it. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final XmlReader xml;
    private final List<String> strings;
    private final CellFormats formats;
    private final boolean from1904;
    private final int cellLength;

    XlsxCells(XmlReader xml, List<String> strings, CellFormats formats, boolean from1904, int cellLength) {
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
            case "str", "inlineStr" -> text(value);
            case "d" -> day(value);
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
        return Math.abs(number.scale()) > LARGEST_EXPONENT
                ? new Cell(Cell.Kind.SHORTENED, "", value)
                : format.show(number, from1904);
    }

    /** A day in one of the forms of ISO 8601. Writers that end it with a Z mean the day which is written there. */
    private Cell day(String value) {
        Matcher written = DAY.matcher(value.strip());
        if (!written.matches()) {
            return text(value);
        }
        String day = written.group(1) + "-" + written.group(2) + "-" + written.group(3);
        return new Cell(Cell.Kind.DAY, DayText.day(day, from1904) == null ? "" : day);
    }
}
