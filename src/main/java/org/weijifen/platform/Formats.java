package org.weijifen.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The formats of values, the same in JSON and in queries. They are stricter than Java's own parsers, which also accept
 * years of ten digits (PostgreSQL doesn't) and UUIDs with missing digits.
 *
 * <p>Every method throws an {@link IllegalArgumentException} or a {@link DateTimeException} for anything else.
 */
public final class Formats {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern DAY = Pattern.compile("[1-9]\\d{3}-\\d{2}-\\d{2}");
    private static final Pattern MONTH = Pattern.compile("[1-9]\\d{3}-\\d{2}");
    private static final Pattern INSTANT =
            Pattern.compile("[1-9]\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9]\\d*");

    private Formats() {}

    /** Whether a text is a whole number of any length: ASCII digits without leading zeros, and optionally a minus. */
    public static boolean isWholeNumber(String text) {
        return WHOLE_NUMBER.matcher(text).matches();
    }

    /** A whole number of at most 64 bits. */
    public static long wholeNumber(String text) {
        return Long.parseLong(matching(WHOLE_NUMBER, text));
    }

    /** A day, {@code 2026-03-31}. */
    public static LocalDate day(String text) {
        return LocalDate.parse(matching(DAY, text));
    }

    /** A month, {@code 2026-03}. */
    public static YearMonth month(String text) {
        return YearMonth.parse(matching(MONTH, text));
    }

    /** An instant in UTC (RFC 3339), {@code 2026-03-31T08:00:00Z}; digits below a millisecond are cut off. */
    public static Instant instant(String text) {
        return Instant.parse(matching(INSTANT, text)).truncatedTo(ChronoUnit.MILLIS);
    }

    /** A UUID in its usual form of 36 characters. */
    public static UUID uuid(String text) {
        return UUID.fromString(matching(UUID_TEXT, text));
    }

    /** Whether a text has the form of an id. */
    public static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }

    /** Whether a text has neither control characters nor halves of surrogate pairs. */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(point -> {
            int type = Character.getType(point);
            return type == Character.CONTROL || type == Character.SURROGATE;
        });
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not of the form " + form);
        }
        return text;
    }

    /** An instant in the form of the API and the books: RFC 3339 in UTC, with three decimals. */
    public static String write(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}
