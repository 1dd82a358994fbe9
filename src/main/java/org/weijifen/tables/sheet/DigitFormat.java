package org.weijifen.tables.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The digits in the format of a number, and the text around them. */
final class DigitFormat {
    /** So long a number is shown by {@code General}. */
    private static final int GENERAL_LENGTH = 11;

    private static final BigDecimal LEAST_OF_GENERAL = new BigDecimal("0.0001");
    private static final int GROUP = 3;

    private final List<FormatPiece> pieces;
    private final int percents;
    private final int point;
    private final int firstWhole;
    private final int decimals;
    private final boolean isGeneral;
    private final boolean isGrouped;
    private final int thousands;
    private final boolean isKnown;

    /** @param percents how many signs of percentage are among the pieces */
    DigitFormat(List<FormatPiece> pieces, int percents) {
        this.pieces = List.copyOf(pieces);
        this.percents = percents;
        this.point = indexOf(FormatPiece.Kind.POINT);
        this.decimals = (int)
                this.pieces.stream().skip(point).filter(FormatPiece::isDigit).count();
        this.isGeneral = indexOf(FormatPiece.Kind.GENERAL) < pieces.size();
        int first = 0;
        while (first < point && !pieces.get(first).isDigit()) {
            first++;
        }
        this.firstWhole = first;
        int lastWhole = lastDigitBefore(point);
        int grouping = 0;
        int dividing = 0;
        int others = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).kind() == FormatPiece.Kind.COMMA) {
                grouping += i < lastWhole && i > firstWhole ? 1 : 0;
                dividing += isRightBehind(i, lastWhole) || isRightBehind(i, lastDigitBefore(pieces.size())) ? 1 : 0;
                others++;
            }
        }
        this.isGrouped = grouping > 0;
        this.thousands = dividing;
        boolean hasOnePoint = pieces.stream()
                        .filter(piece -> piece.kind() == FormatPiece.Kind.POINT)
                        .count()
                <= 1;
        boolean hasDigits = lastDigitBefore(pieces.size()) >= 0;
        this.isKnown = others == grouping + dividing && hasOnePoint && !(isGeneral && (hasDigits || percents > 0));
    }

    private int indexOf(FormatPiece.Kind kind) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).kind() == kind) {
                return i;
            }
        }
        return pieces.size();
    }

    private int lastDigitBefore(int end) {
        int last = end - 1;
        while (last >= 0 && !pieces.get(last).isDigit()) {
            last--;
        }
        return last;
    }

    /** Whether there are only commas between a digit and a place: each of them divides by a thousand. */
    private boolean isRightBehind(int place, int digit) {
        return digit >= 0
                && place > digit
                && pieces.subList(digit + 1, place).stream().allMatch(piece -> piece.kind() == FormatPiece.Kind.COMMA);
    }

    /** Whether what is shown is the number itself: in no other unit, without digits of the format's own, and shown at all. */
    boolean showsItsValue() {
        boolean hasOwnDigits =
                pieces.stream().anyMatch(piece -> piece.text().chars().anyMatch(Character::isDigit));
        return isKnown
                && (isGeneral || lastDigitBefore(pieces.size()) >= 0)
                && !hasOwnDigits
                && percents == 0
                && thousands == 0;
    }

    /**
     * The number as it is shown; empty when that can't be told, or nothing is shown.
     *
     * @param isSigned whether a negative number has its sign before it all
     */
    String show(BigDecimal number, boolean isSigned) {
        BigDecimal shown = rounded(number.abs());
        if (!isKnown || shown == null) {
            return "";
        }
        String text = isGeneral ? around(shown.toPlainString()) : places(shown.toPlainString());
        return number.signum() < 0 && isSigned && shown.signum() != 0 ? "-" + text : text;
    }

    /** Whether a number has more decimals than are shown, where it is shown in its own unit. */
    boolean rounds(BigDecimal number) {
        return rounded(number.abs()).compareTo(number.abs()) != 0;
    }

    /** The digits that are shown; null when that can't be told. */
    private BigDecimal rounded(BigDecimal number) {
        return isGeneral
                ? general(number)
                : number.movePointRight(2 * percents)
                        .movePointLeft(GROUP * thousands)
                        .setScale(decimals, RoundingMode.HALF_UP);
    }

    /** As {@code General} shows it, but whole numbers with all their digits; null when it would use an exponent. */
    private static BigDecimal general(BigDecimal number) {
        if (number.scale() <= 0) {
            return number;
        }
        int whole = Math.max(1, number.precision() - number.scale());
        return number.compareTo(LEAST_OF_GENERAL) < 0 || whole >= GENERAL_LENGTH
                ? null
                : number.setScale(Math.min(number.scale(), GENERAL_LENGTH - 1 - whole), RoundingMode.HALF_UP)
                        .stripTrailingZeros();
    }

    private String around(String plain) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.kind() == FormatPiece.Kind.GENERAL ? plain : piece.text()));
        return text.toString();
    }

    private String places(String plain) {
        int split = plain.length() - (decimals == 0 ? 0 : decimals + 1);
        String whole = plain.substring(0, split);
        return whole(whole.equals("0") ? "" : whole)
                + decimals(plain.substring(split).replace(".", ""));
    }

    /** The whole part, from its last digit on; the first place takes all digits for which there is none. */
    private String whole(String digits) {
        StringBuilder reversed = new StringBuilder();
        if (firstWhole == point && point < pieces.size()) {
            reversed.append(digits).reverse();
        }
        int left = digits.length();
        int placed = 0;
        for (int i = point - 1; i >= 0; i--) {
            FormatPiece piece = pieces.get(i);
            if (!piece.isDigit()) {
                reversed.append(new StringBuilder(piece.text()).reverse());
                continue;
            }
            do {
                String digit = left > 0 ? digits.substring(left - 1, left) : piece.filler();
                if (isGrouped && placed > 0 && placed % GROUP == 0 && !digit.isBlank()) {
                    reversed.append(',');
                }
                reversed.append(digit);
                placed++;
                left--;
            } while (i == firstWhole && left > 0);
        }
        return reversed.reverse().toString();
    }

    /** The part after the decimal point. It has no zeros at the end when the format hides them. */
    private String decimals(String digits) {
        int shown = digits.length();
        while (shown > 0 && digits.charAt(shown - 1) == '0') {
            shown--;
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (FormatPiece piece : pieces.subList(point, pieces.size())) {
            if (piece.isDigit()) {
                text.append(at < shown ? digits.substring(at, at + 1) : piece.filler());
                at++;
            } else {
                text.append(piece.kind() == FormatPiece.Kind.POINT ? "." : piece.text());
            }
        }
        return text.toString();
    }
}
