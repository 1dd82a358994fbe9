package org.weijifen.tables.sheet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * Detects the encoding of a text. In the wrong one of UTF-8 and GB18030, Chinese text mostly becomes characters that
 * nobody uses. So each line votes for the encoding in which more of its characters are common Chinese ones. A line with
 * a name may have only two or three characters.
 */
final class EncodingVotes {
    static final Charset GB18030 = Charset.forName("GB18030");

    private static final Charset BIG5 = Charset.forName("Big5");
    private static final char UNREADABLE = '\uFFFD';

    /** The 3,755 characters in everyday use, as GB 2312 has them, and its signs. */
    private static final BitSet EVERYDAY = characters(GB18030, 0xA1, 0xB0, 0xD7);

    /** The 3,008 other characters of GB 2312. */
    private static final BitSet LESS_COMMON = characters(GB18030, 0xA1, 0xD8, 0xF7);

    /** The 5,401 characters in everyday use in Taiwan and Hong Kong, and signs. */
    private static final BitSet EVERYDAY_IN_BIG5 = characters(BIG5, 0x40, 0xA1, 0xC6);

    static {
        EVERYDAY.or(characters(GB18030, 0xA1, 0xA1, 0xA3));
    }

    /** Letters of European words in UTF-8: no hanzi would stand within a word of Latin letters. */
    private static final Pattern EUROPEAN = Pattern.compile(
            "(?<=[A-Za-z])[\u00C0-\u017F]|[\u00C0-\u017F](?=[A-Za-z])" + "|[\u0386-\u03CE]{2,}|[\u0401-\u045F]{2,}");

    /** Signs such as a degree's: a single hanzi may look like one. */
    private static final Pattern SIGN = Pattern.compile("[\u00A0-\u00BF\u00D7\u00F7]");

    private int forUtf8;
    private int forGb18030;
    private int surelyForGb18030;
    private int rareInBoth;
    private long characters;
    private long chinese;
    private long everydayChinese;
    private boolean hasPrivateUse;
    private boolean mayBeBig5 = true;
    private boolean isEverydayBig5 = true;
    private long commonInGb18030;
    private long commonInBig5;

    /** Looks at a line, or a piece of one. */
    void add(byte[] line) {
        int beyondAscii = 0;
        for (byte unit : line) {
            beyondAscii += unit < 0 ? 1 : 0;
        }
        if (beyondAscii == 0) {
            return;
        }
        String utf8 = new String(line, StandardCharsets.UTF_8);
        String gb18030 = new String(line, GB18030);
        String big5 = new String(line, BIG5);
        int everyday = count(gb18030, EVERYDAY);
        int lessCommon = count(gb18030, LESS_COMMON);
        // Of the bytes beyond ASCII, how many make Chinese: in UTF-8 it says enough that a character is Chinese at all.
        int inUtf8 =
                3 * (int) utf8.codePoints().filter(EncodingVotes::isChinese).count();
        int inGb18030 = 2 * everyday + lessCommon;
        String strange = EUROPEAN.matcher(utf8).replaceAll("");
        boolean isStrange = !isAscii(SIGN.matcher(strange).replaceAll(""));
        if (inUtf8 > 0 && inUtf8 >= inGb18030) {
            forUtf8++;
        } else if (everyday > 0) {
            forGb18030 += isAscii(strange) ? 0 : 1;
            surelyForGb18030 += isStrange ? 1 : 0;
        } else {
            rareInBoth += isStrange ? 1 : 0;
        }
        characters += gb18030.codePoints().filter(point -> point >= 0x80).count();
        chinese += everyday + lessCommon;
        everydayChinese += everyday;
        commonInGb18030 += CommonCharacters.count(gb18030);
        commonInBig5 += CommonCharacters.count(big5);
        mayBeBig5 &= big5.indexOf(UNREADABLE) < 0;
        isEverydayBig5 &= big5.codePoints().allMatch(point -> point < 0x80 || EVERYDAY_IN_BIG5.get(point));
        hasPrivateUse |= gb18030.codePoints().anyMatch(point -> Character.getType(point) == Character.PRIVATE_USE);
    }

    private static int count(String text, BitSet some) {
        return (int) text.codePoints().filter(some::get).count();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit < 0x80);
    }

    /** Of a text that is valid in both: whether it is Chinese in GB18030 only. */
    boolean preferGb18030() {
        return forUtf8 == 0 && forGb18030 > 0;
    }

    /** Whether some lines are Chinese in the one encoding, and some in the other. */
    boolean areMixed() {
        return forUtf8 > 0 && surelyForGb18030 > 0;
    }

    /** Whether it is made of rare characters in both, and nothing tells which. */
    boolean areUndecided() {
        return forUtf8 == 0 && forGb18030 == 0 && rareInBoth > 0;
    }

    /** Of a text that is no valid UTF-8: whether it is the Chinese that people write in GB18030. */
    boolean areForGb18030Alone() {
        boolean isRatherBig5 =
                isEverydayBig5 && everydayChinese < characters || mayBeBig5 && commonInBig5 >= commonInGb18030;
        return forUtf8 == 0 && !hasPrivateUse && 2 * chinese >= characters && !isRatherBig5;
    }

    /** Beyond the first plane only signs such as a smile: rare hanzi there have the bytes of everyday ones in GB18030. */
    private static boolean isChinese(int point) {
        return point >= 0x3400 && point <= 0x9FFF
                || point >= 0x1F000 && point <= 0x1FAFF
                || point >= 0x3000 && point <= 0x303F
                || point >= 0x2010 && point <= 0x2027
                || point >= 0xFF00 && point <= 0xFFEF;
    }

    /** What an encoding has in some of its rows, of characters of its own. */
    private static BitSet characters(Charset charset, int firstCell, int firstRow, int lastRow) {
        BitSet characters = new BitSet();
        for (int row = firstRow; row <= lastRow; row++) {
            for (int cell = firstCell; cell <= 0xFE; cell++) {
                new String(new byte[] {(byte) row, (byte) cell}, charset)
                        .codePoints()
                        .filter(point -> point >= 0x80 && point != 0xFFFD)
                        .filter(point -> Character.getType(point) != Character.PRIVATE_USE)
                        .forEach(characters::set);
            }
        }
        return characters;
    }
}
