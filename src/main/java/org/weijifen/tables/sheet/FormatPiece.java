package org.weijifen.tables.sheet;

/**
 * A piece of a number's format.
 *
 * @param text of a literal; else empty
 */
record FormatPiece(Kind kind, String text) {
    /** The kind of the piece. */
    enum Kind {
        LITERAL,
        /** A digit, or a zero where there is none. */
        ZERO,
        /** A digit, or nothing. */
        DIGIT,
        /** A digit, or a blank. */
        BLANK_DIGIT,
        POINT,
        COMMA,
        /** The number as {@code General} shows it. */
        GENERAL
    }

    FormatPiece(Kind kind) {
        this(kind, "");
    }

    static FormatPiece literal(String text) {
        return new FormatPiece(Kind.LITERAL, text);
    }

    boolean isDigit() {
        return kind == Kind.ZERO || kind == Kind.DIGIT || kind == Kind.BLANK_DIGIT;
    }

    /** The text in place of a missing digit. */
    String filler() {
        return switch (kind) {
            case ZERO -> "0";
            case BLANK_DIGIT -> " ";
            case DIGIT, LITERAL, POINT, COMMA, GENERAL -> "";
        };
    }
}
