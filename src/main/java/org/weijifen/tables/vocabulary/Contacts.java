package org.weijifen.tables.vocabulary;

import java.util.regex.Pattern;
import org.weijifen.tables.sheet.Column;

/** Compares contact data of a table with those of a member. Asterisks stand for hidden characters. */
public final class Contacts {
    public static final Column PHONE = ColumnVocabulary.PHONE.or().inPassing();
    public static final Column HOUSEHOLD = ColumnVocabulary.HOUSEHOLD.or().inPassing();
    public static final int MAX_TEXT = 100;

    /** The country code of China, which is optional. */
    private static final Pattern PREFIX = Pattern.compile("^86(?=[\\d*]{11}$)");

    private static final Pattern NOT_DIALLED = Pattern.compile("[^\\d*]");

    private Contacts() {}

    /** Whether two telephones are one; what either side doesn't say contradicts nothing. */
    public static boolean isPhone(String said, String known) {
        return said == null || known == null || agree(dialled(said), dialled(known));
    }

    /** Whether two names are one; what either side doesn't say contradicts nothing. */
    public static boolean isName(String said, String known) {
        return said == null || known == null || agree(PlainNames.plain(said), PlainNames.plain(known));
    }

    private static String dialled(String phone) {
        String digits = NOT_DIALLED.matcher(PlainNames.plain(phone)).replaceAll("");
        return PREFIX.matcher(digits).replaceFirst("");
    }

    private static boolean agree(String said, String known) {
        if (!said.contains("*")) {
            return said.equals(known);
        }
        String shown = Pattern.compile("\\*+")
                .splitAsStream(said + " ")
                .map(String::strip)
                .map(Pattern::quote)
                .reduce((one, next) -> one + ".+" + next)
                .orElse("");
        return known.matches(shown);
    }
}
