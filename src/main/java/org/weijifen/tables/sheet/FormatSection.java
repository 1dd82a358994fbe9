package org.weijifen.tables.sheet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.weijifen.tables.sheet.FormatPiece.Kind;

/** One of the sections of a number's format, which semicolons part from each other. */
final class FormatSection {
    /** Excel keeps that many digits of a number; the others become zeros. */
    private static final int KEPT_DIGITS = 15;

    private static final String GENERAL = "General";
    private static final String PLAIN_PUNCTUATION = " $-+():^&'~{}<>=/";

    private static final Pattern COLOUR = Pattern.compile(
            "(?i)black|blue|cyan|green|magenta|red|white|yellow|color ?\\d+" + "|[黑蓝青绿红白黄]色|洋红|颜色 ?\\d+");
    /** A currency and how days are written in a country; numerals other than ours have more digits. */
    private static final Pattern LOCALE = Pattern.compile("\\$([^-\\]]*)(?:-[0-9A-Fa-f]{0,4})?");

    private static final Pattern SYSTEM_DAY = Pattern.compile("(?i)\\$-F800");
    private static final Pattern SYSTEM_TIME = Pattern.compile("(?i)\\$-F400");
    private static final Pattern ELAPSED_HOURS = Pattern.compile("(?i)h+");
    private static final Pattern ELAPSED = Pattern.compile("(?i)m+|s+");
    private static final Pattern CONDITION = Pattern.compile("(<=|>=|<>|<|>|=)(-?\\d{1,15}(?:\\.\\d{1,15})?)");
    private static final Pattern DAY_HALF = Pattern.compile("(?i)\\G(?:AM/PM|A/P)");

    private record Condition(String comparison, BigDecimal bound) {
        boolean holdsFor(BigDecimal number) {
            int order = number.compareTo(bound);
            return switch (comparison) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                case "=" -> order == 0;
                default -> order != 0;
            };
        }
    }

    private final List<FormatPiece> pieces = new ArrayList<>();
    private int end;
    private Condition condition;
    private boolean isUnknown;
    private boolean hasDay;
    private boolean hasMonthOrMinute;
    private boolean hasTime;
    private boolean hasHours;
    private boolean isScientific;
    private boolean isFraction;
    private boolean isForTexts;
    private int percents;

    private DigitFormat digits;

    private FormatSection() {}

    /** The section that begins at a place in a format's code. */
    static FormatSection read(String code, int start) {
        FormatSection section = new FormatSection();
        int at = start;
        while (at < code.length() && code.charAt(at) != ';') {
            at = section.take(code, at);
        }
        section.end = Math.min(at, code.length());
        section.digits = new DigitFormat(section.pieces, section.percents);
        return section;
    }

    /** Reads the piece at a position, and returns its end. */
    private int take(String code, int at) {
        char unit = code.charAt(at);
        if (code.regionMatches(true, at, GENERAL, 0, GENERAL.length())) {
            pieces.add(new FormatPiece(Kind.GENERAL));
            return at + GENERAL.length();
        }
        switch (unit) {
            case '"' -> {
                return takeQuoted(code, at);
            }
            case '[' -> {
                return takeBracket(code, at);
            }
            case '\\' -> {
                literal(at + 1 < code.length() ? code.substring(at + 1, at + 2) : "");
                return at + 2;
            }
            case '_' -> {
                literal(" ");
                return at + 2;
            }
            case '*' -> {
                // Blanks that fill the width of the column; any other sign is there as often as fits.
                isUnknown |= at + 1 >= code.length() || code.charAt(at + 1) != ' ';
                return at + 2;
            }
            case '0' -> pieces.add(new FormatPiece(Kind.ZERO));
            case '#' -> pieces.add(new FormatPiece(Kind.DIGIT));
            case '?' -> pieces.add(new FormatPiece(Kind.BLANK_DIGIT));
            case '.' -> pieces.add(new FormatPiece(Kind.POINT));
            case ',' -> pieces.add(new FormatPiece(Kind.COMMA));
            case '%' -> {
                percents++;
                literal("%");
            }
            case '@' -> {
                isForTexts = true;
                isUnknown = true;
            }
            case '/' -> {
                isFraction |= pieces.stream().anyMatch(FormatPiece::isDigit)
                        && at + 1 < code.length()
                        && "0123456789#?".indexOf(code.charAt(at + 1)) >= 0;
                literal("/");
            }
            default -> {
                return takeLetter(code, at);
            }
        }
        return at + 1;
    }

    private int takeLetter(String code, int at) {
        char unit = code.charAt(at);
        if (DAY_HALF.matcher(code).find(at)) {
            hasTime = true;
            return code.regionMatches(true, at, "AM/PM", 0, 5) ? at + 5 : at + 3;
        }
        switch (unit) {
            case 'y', 'Y', 'd', 'D', 'a', 'A' -> hasDay = true;
            case 'm', 'M' -> hasMonthOrMinute = true;
            case 'h', 'H', 's', 'S' -> hasTime = true;
            case 'e', 'E' -> {
                boolean isExponent = at + 1 < code.length() && "+-".indexOf(code.charAt(at + 1)) >= 0;
                isScientific |= isExponent;
                hasDay |= !isExponent;
                return isExponent ? at + 2 : at + 1;
            }
            default -> {
                isUnknown |= unit < 0x80 && PLAIN_PUNCTUATION.indexOf(unit) < 0;
                literal(String.valueOf(unit));
            }
        }
        return at + 1;
    }

    private int takeQuoted(String code, int at) {
        int close = code.indexOf('"', at + 1);
        isUnknown |= close < 0;
        int last = close < 0 ? code.length() : close;
        literal(code.substring(at + 1, last));
        return last + 1;
    }

    private int takeBracket(String code, int at) {
        int close = code.indexOf(']', at + 1);
        int last = close < 0 ? code.length() : close;
        String content = code.substring(at + 1, last).strip();
        Matcher locale = LOCALE.matcher(content);
        Matcher compared = CONDITION.matcher(content);
        if (SYSTEM_DAY.matcher(content).matches()) {
            hasDay = true;
        } else if (SYSTEM_TIME.matcher(content).matches()) {
            hasTime = true;
        } else if (ELAPSED_HOURS.matcher(content).matches()) {
            hasTime = true;
            hasHours = true;
        } else if (ELAPSED.matcher(content).matches()) {
            hasTime = true;
        } else if (compared.matches()) {
            condition = new Condition(compared.group(1), new BigDecimal(compared.group(2)));
        } else if (locale.matches()) {
            literal(locale.group(1));
        } else {
            isUnknown |= close < 0 || !COLOUR.matcher(content).matches();
        }
        return last + 1;
    }

    private void literal(String text) {
        pieces.add(FormatPiece.literal(text));
    }

    /** Where the section ends in the format's code. */
    int end() {
        return end;
    }

    /** Whether it shows texts, too. */
    boolean isForTexts() {
        return isForTexts;
    }

    boolean hasCondition() {
        return condition != null;
    }

    boolean holdsFor(BigDecimal number) {
        return condition.holdsFor(number);
    }

    /**
     * A cell with a number that this section shows.
     *
     * @param isSigned whether a negative number has its sign before it all
     */
    Cell show(BigDecimal number, boolean isSigned, boolean from1904) {
        if (hasDay || hasMonthOrMinute && !hasTime) {
            return new Cell(Cell.Kind.DAY, SerialDays.dayAndTime(number, from1904));
        }
        if (hasTime) {
            return new Cell(
                    Cell.Kind.TIME,
                    SerialDays.dayAndTime(number, from1904),
                    hasHours ? SerialDays.hours(number) : null);
        }
        String value = digits.showsItsValue() && !isUnknown ? number.toPlainString() : null;
        if (number.precision() - number.scale() > KEPT_DIGITS || isScientific) {
            return new Cell(Cell.Kind.SHORTENED, "", value);
        }
        String shown = isUnknown || isFraction ? "" : CellText.strip(digits.show(number, isSigned));
        if (shown.isEmpty()) {
            return new Cell(Cell.Kind.OTHERWISE, shown, value);
        }
        return new Cell(value != null && digits.rounds(number) ? Cell.Kind.ROUNDED : Cell.Kind.NUMBER, shown, value);
    }
}
