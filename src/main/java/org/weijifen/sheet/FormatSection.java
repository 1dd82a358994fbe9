package org.weijifen.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the sections of a number's format, which semicolons part from each other. */
final class FormatSection {
    /** Excel keeps that many digits of a number; the others become zeros. */
    private static final int KEPT_DIGITS = 15;

    /** So long a number is shown by {@code General}. */
    private static final int GENERAL_LENGTH = 11;

    private static final BigDecimal LEAST_IN_DIGITS = new BigDecimal("0.0001");
    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final int SECONDS_OF_AN_HOUR = 3_600;
    private static final int LONGEST_SERIAL = 8;
    private static final int HOUR_DECIMALS = 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

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

    /** Where a number's digits, or something else, stand. */
    private enum Part {
        LITERAL,
        /** A digit, or a zero where there is none. */
        ZERO,
        /** A digit, or nothing. */
        DIGIT,
        /** A digit, or a blank. */
        BLANK_DIGIT,
        POINT,
        COMMA,
        WHOLE_NUMBER
    }

    private record Piece(Part part, String text) {
        boolean isDigit() {
            return part == Part.ZERO || part == Part.DIGIT || part == Part.BLANK_DIGIT;
        }
    }

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

    private final List<Piece> pieces = new ArrayList<>();
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
    private boolean isGrouped;
    private int percents;
    private int thousands;

    private FormatSection() {}

    /** The section that begins at a place in a format's code. */
    static FormatSection read(String code, int start) {
        FormatSection section = new FormatSection();
        int at = start;
        while (at < code.length() && code.charAt(at) != ';') {
            at = section.take(code, at);
        }
        section.end = Math.min(at, code.length());
        section.readCommas();
        return section;
    }

    /** Takes what stands at a place, and answers where it ends. */
    private int take(String code, int at) {
        char unit = code.charAt(at);
        if (code.regionMatches(true, at, GENERAL, 0, GENERAL.length())) {
            pieces.add(new Piece(Part.WHOLE_NUMBER, ""));
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
            case '0' -> pieces.add(new Piece(Part.ZERO, ""));
            case '#' -> pieces.add(new Piece(Part.DIGIT, ""));
            case '?' -> pieces.add(new Piece(Part.BLANK_DIGIT, ""));
            case '.' -> pieces.add(new Piece(Part.POINT, ""));
            case ',' -> pieces.add(new Piece(Part.COMMA, ""));
            case '%' -> {
                percents++;
                literal("%");
            }
            case '@' -> {
                isForTexts = true;
                pieces.add(new Piece(Part.WHOLE_NUMBER, ""));
            }
            case '/' -> {
                isFraction |= pieces.stream().anyMatch(Piece::isDigit)
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
        pieces.add(new Piece(Part.LITERAL, text));
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
            return new Cell(Cell.Kind.DAY, day(number, from1904));
        }
        if (hasTime) {
            return new Cell(Cell.Kind.TIME, day(number, from1904), hasHours ? hours(number) : null);
        }
        String plain = number.toPlainString();
        String value = showsItsValue() ? plain : null;
        if (number.scale() <= 0 && plain.length() - (number.signum() < 0 ? 1 : 0) > KEPT_DIGITS || isScientific) {
            return new Cell(Cell.Kind.SHORTENED, "", value);
        }
        String shown = isUnknown || isFraction ? "" : CellText.strip(digits(number, isSigned));
        return new Cell(shown.isEmpty() ? Cell.Kind.OTHERWISE : Cell.Kind.NUMBER, shown, value);
    }

    /** Whether what is shown is the number itself: in no other unit, without digits of the format's own, and shown at all. */
    private boolean showsItsValue() {
        boolean showsDigits = pieces.stream().anyMatch(piece -> piece.isDigit() || piece.part() == Part.WHOLE_NUMBER);
        boolean hasOwnDigits =
                pieces.stream().anyMatch(piece -> piece.text().chars().anyMatch(Character::isDigit));
        return showsDigits && !hasOwnDigits && !isUnknown && percents == 0 && thousands == 0;
    }

    /** The day, and the time if there is one; empty when the calendar has no such day. */
    private static String day(BigDecimal serial, boolean from1904) {
        if (serial.signum() < 0 || serial.precision() - serial.scale() > LONGEST_SERIAL) {
            return "";
        }
        long seconds = seconds(serial);
        LocalDate day = SerialDays.day(seconds / SECONDS_OF_A_DAY, from1904);
        if (day == null) {
            return "";
        }
        long time = seconds % SECONDS_OF_A_DAY;
        return time == 0
                ? day.toString()
                : day + " " + LocalTime.ofSecondOfDay(time).format(TIME);
    }

    private static String hours(BigDecimal days) {
        if (days.signum() < 0 || days.precision() - days.scale() > LONGEST_SERIAL) {
            return null;
        }
        return BigDecimal.valueOf(seconds(days))
                .divide(BigDecimal.valueOf(SECONDS_OF_AN_HOUR), HOUR_DECIMALS, RoundingMode.UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static long seconds(BigDecimal days) {
        return days.multiply(BigDecimal.valueOf(SECONDS_OF_A_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /**
     * A comma between the digits of the whole part groups them; each one right behind the last digit of the whole part, or of
     * all, divides by a thousand.
     */
    private void readCommas() {
        int lastWhole = lastDigitBefore(point());
        int last = lastDigitBefore(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).part() == Part.COMMA) {
                if (i < lastWhole) {
                    isGrouped = true;
                } else if (isBehind(i, lastWhole) || isBehind(i, last)) {
                    thousands++;
                } else {
                    isUnknown = true;
                }
            }
        }
        isUnknown |= pieces.stream().filter(piece -> piece.part() == Part.POINT).count() > 1;
    }

    /** Whether there are only commas between a digit and a place. */
    private boolean isBehind(int place, int digit) {
        return digit >= 0
                && place > digit
                && pieces.subList(digit + 1, place).stream().allMatch(piece -> piece.part() == Part.COMMA);
    }

    private int point() {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).part() == Part.POINT) {
                return i;
            }
        }
        return pieces.size();
    }

    private int lastDigitBefore(int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (pieces.get(i).isDigit()) {
                return i;
            }
        }
        return -1;
    }

    /** The number in digits; empty when that can't be told. */
    private String digits(BigDecimal number, boolean isSigned) {
        int point = point();
        int decimals = (int) pieces.stream().skip(point).filter(Piece::isDigit).count();
        BigDecimal shown = number.abs()
                .movePointRight(2 * percents)
                .movePointLeft(3 * thousands)
                .setScale(decimals, RoundingMode.HALF_UP);
        boolean hasNumber = pieces.stream().anyMatch(piece -> piece.part() == Part.WHOLE_NUMBER);
        if (hasNumber) {
            if (pieces.stream().anyMatch(Piece::isDigit)) {
                return "";
            }
            shown = general(number.abs());
        }
        if (shown == null) {
            return "";
        }
        String plain = shown.toPlainString();
        int split = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
        String text = hasNumber
                ? around(plain)
                : whole(plain.substring(0, split), point)
                        + decimals(plain.substring(split).replace(".", ""), point);
        return number.signum() < 0 && isSigned && shown.signum() != 0 ? "-" + text : text;
    }

    private String around(String plain) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.part() == Part.WHOLE_NUMBER ? plain : piece.text()));
        return text.toString();
    }

    /** As {@code General} shows it, but whole numbers with all their digits; null when it would use an exponent. */
    private static BigDecimal general(BigDecimal number) {
        if (number.scale() <= 0) {
            return number;
        }
        int whole = Math.max(1, number.precision() - number.scale());
        return number.compareTo(LEAST_IN_DIGITS) < 0 || whole >= GENERAL_LENGTH
                ? null
                : number.setScale(Math.min(number.scale(), GENERAL_LENGTH - 1 - whole), RoundingMode.HALF_UP)
                        .stripTrailingZeros();
    }

    /** The whole part, from its last digit on; the first place takes all digits for which there is none. */
    private String whole(String value, int point) {
        int first = 0;
        while (first < point && !pieces.get(first).isDigit()) {
            first++;
        }
        String digits = value.equals("0") ? "" : value;
        StringBuilder reversed = new StringBuilder();
        int left = digits.length();
        int placed = 0;
        for (int i = point - 1; i >= 0; i--) {
            Piece piece = pieces.get(i);
            if (!piece.isDigit()) {
                reversed.append(new StringBuilder(piece.text()).reverse());
                continue;
            }
            do {
                String digit = left > 0 ? digits.substring(left - 1, left) : filler(piece.part());
                if (isGrouped && placed > 0 && placed % 3 == 0 && !digit.isBlank()) {
                    reversed.append(',');
                }
                reversed.append(digit);
                placed++;
                left--;
            } while (i == first && left > 0);
        }
        return reversed.reverse().toString();
    }

    /** What stands behind the whole part; without zeros at the end where the format wants none. */
    private String decimals(String value, int point) {
        int shown = value.length();
        while (shown > 0 && value.charAt(shown - 1) == '0') {
            shown--;
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int i = point; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.isDigit()) {
                text.append(at < shown ? value.substring(at, at + 1) : filler(piece.part()));
                at++;
            } else {
                text.append(piece.part() == Part.POINT ? "." : piece.text());
            }
        }
        return text.toString();
    }

    private static String filler(Part part) {
        return switch (part) {
            case ZERO -> "0";
            case BLANK_DIGIT -> " ";
            case DIGIT, LITERAL, POINT, COMMA, WHOLE_NUMBER -> "";
        };
    }
}
