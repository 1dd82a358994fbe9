package org.weijifen.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A position in a list, opaque to clients: the sort keys of the last row before it. */
public record Cursor(List<String> keys) {
    private static final String SEPARATOR = "\n";
    private static final int MAX_LENGTH = 1000;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** A cursor after the row with these sort keys. */
    public static Cursor after(Object... keys) {
        return new Cursor(Arrays.stream(keys).map(Object::toString).toList());
    }

    /**
     * Reads a cursor that came back from a client.
     *
     * @param text the position as {@link #encode} wrote it, or null for the first page
     * @param read makes the position from the keys; any exception means that this is not a cursor of this list
     * @return the position, or null for the first page
     * @throws ProblemException {@code invalid_cursor}
     */
    public static <T> T read(String text, int size, Function<List<String>, T> read) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("too long");
            }
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> keys = List.of(plain.split(SEPARATOR, -1));
            if (keys.size() != size) {
                throw new IllegalArgumentException("not of this list");
            }
            return read.apply(keys);
        } catch (RuntimeException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR);
        }
    }

    /**
     * Reads a cursor of a list that is ordered by a code.
     *
     * @return the code of the last row before the position, or null for the first page
     * @throws ProblemException {@code invalid_cursor}
     */
    public static String readCode(String text) {
        return read(text, 1, keys -> {
            String code = keys.get(0);
            if (!CODE.matcher(code).matches()) {
                throw new IllegalArgumentException("not a code");
            }
            return code;
        });
    }

    /** The cursor as clients get it. */
    public String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, keys).getBytes(StandardCharsets.UTF_8));
    }
}
