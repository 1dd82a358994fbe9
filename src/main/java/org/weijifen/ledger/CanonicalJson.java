package org.weijifen.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.weijifen.platform.Formats;

/**
 * A buffer into which canonical JSON (RFC 8785) is written, value by value. The caller chooses the keys and their
 * order. Values are texts and whole numbers within 2^53, which need no conversion.
 *
 * <p>The buffer is used again after it is emptied. Not thread-safe.
 */
public final class CanonicalJson {
    private static final int INITIAL_SIZE = 2048;
    private static final byte[] HEX = ascii("0123456789abcdef");

    /** How a character of one byte is escaped in a text; null when it needs no escape. */
    private static final byte[][] ESCAPES = new byte[128][];

    static {
        for (int control = 0; control < ' '; control++) {
            ESCAPES[control] = ascii(String.format("\\u%04x", control));
        }
        ESCAPES['\b'] = ascii("\\b");
        ESCAPES['\t'] = ascii("\\t");
        ESCAPES['\n'] = ascii("\\n");
        ESCAPES['\f'] = ascii("\\f");
        ESCAPES['\r'] = ascii("\\r");
        ESCAPES['"'] = ascii("\\\"");
        ESCAPES['\\'] = ascii("\\\\");
    }

    private byte[] bytes = new byte[INITIAL_SIZE];
    private int length;

    /** A piece of JSON to be written with {@link #raw(byte[])}. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int length() {
        return length;
    }

    /** Drops what was written beyond the first {@code length} bytes. */
    void cut(int length) {
        this.length = length;
    }

    byte[] digest(MessageDigest digest) {
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Writes bytes as they are. */
    CanonicalJson raw(byte[] piece) {
        raw(piece, 0, piece.length);
        return this;
    }

    private void raw(byte[] piece, int from, int to) {
        reserve(to - from);
        System.arraycopy(piece, from, bytes, length, to - from);
        length += to - from;
    }

    /** Writes a text as it is, in UTF-8. */
    public void raw(String piece) {
        raw(piece.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one byte as it is. */
    public void raw(char piece) {
        reserve(1);
        bytes[length++] = (byte) piece;
    }

    /** Writes a text in quotes. The bytes of a multi-byte character never need an escape. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        raw('"');
        int done = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte unit = utf8[i];
            if (unit >= 0 && ESCAPES[unit] != null) {
                raw(utf8, done, i);
                raw(ESCAPES[unit]);
                done = i + 1;
            }
        }
        raw(utf8, done, utf8.length);
        raw('"');
    }

    /** Writes a whole number. */
    public void number(long number) {
        raw(Long.toString(number));
    }

    /** Writes a UUID in quotes. */
    public void uuid(UUID uuid) {
        reserve(38);
        bytes[length++] = '"';
        hex(uuid.getMostSignificantBits(), 64, 32);
        bytes[length++] = '-';
        hex(uuid.getMostSignificantBits(), 32, 16);
        bytes[length++] = '-';
        hex(uuid.getMostSignificantBits(), 16, 0);
        bytes[length++] = '-';
        hex(uuid.getLeastSignificantBits(), 64, 48);
        bytes[length++] = '-';
        hex(uuid.getLeastSignificantBits(), 48, 0);
        bytes[length++] = '"';
    }

    /** Writes a day in quotes, as {@link LocalDate#toString} has it. */
    void day(LocalDate day) {
        raw('"');
        if (isUsual(day.getYear())) {
            date(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
        } else {
            raw(day.toString());
        }
        raw('"');
    }

    /** Writes an instant in quotes, in the form of {@link Formats#write} but much faster. */
    public void instant(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        raw('"');
        if (isUsual(time.getYear())) {
            date(time.getYear(), time.getMonthValue(), time.getDayOfMonth());
            reserve(14);
            bytes[length++] = 'T';
            twoDigits(time.getHour());
            bytes[length++] = ':';
            twoDigits(time.getMinute());
            bytes[length++] = ':';
            twoDigits(time.getSecond());
            bytes[length++] = '.';
            int milliseconds = time.getNano() / 1_000_000;
            bytes[length++] = (byte) ('0' + milliseconds / 100);
            twoDigits(milliseconds % 100);
            bytes[length++] = 'Z';
        } else {
            raw(Formats.write(instant));
        }
        raw('"');
    }

    /** Whether a year has four digits and no sign. */
    private static boolean isUsual(int year) {
        return year >= 0 && year <= 9999;
    }

    private void date(int year, int month, int day) {
        reserve(10);
        twoDigits(year / 100);
        twoDigits(year % 100);
        bytes[length++] = '-';
        twoDigits(month);
        bytes[length++] = '-';
        twoDigits(day);
    }

    private void twoDigits(int number) {
        bytes[length++] = (byte) ('0' + number / 10);
        bytes[length++] = (byte) ('0' + number % 10);
    }

    /** Writes the bits from {@code from} down to {@code to}, which are counted from the lowest. */
    private void hex(long bits, int from, int to) {
        for (int shift = from - 4; shift >= to; shift -= 4) {
            bytes[length++] = HEX[(int) (bits >>> shift) & 15];
        }
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
