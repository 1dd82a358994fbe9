package org.weijifen.importing;

import java.util.List;
import java.util.regex.Pattern;
import org.weijifen.platform.ProblemException;
import org.weijifen.sheet.Column;
import org.weijifen.sheet.SheetRow;
import org.weijifen.vocabulary.Headings;
import org.weijifen.vocabulary.Names;

/**
 * What a row says of its member besides the number. A slip in the number names somebody else, whose name and telephone are
 * others. What is not known of the member contradicts nothing; asterisks stand for what a table hides.
 *
 * @param name or null
 * @param phone or null
 * @param household or null
 */
record Claims(String name, String phone, String household) {
    /** 名称 beside a number is rather that of a task or reward. */
    private static final Column NAME =
            Headings.DISPLAY_NAME.or("称呼", "志愿者", "居民", "会员", "成员").inPassing();

    private static final Column PHONE = Headings.PHONE.or().inPassing();
    private static final Column HOUSEHOLD = Headings.HOUSEHOLD.or().inPassing();
    private static final int MAX_TEXT = 100;

    /** China's own prefix, which some write and others don't. */
    private static final Pattern PREFIX = Pattern.compile("^86(?=[\\d*]{11}$)");

    private static final Pattern NOT_DIALLED = Pattern.compile("[^\\d*]");

    /** The columns that say so. */
    static List<Column> columns() {
        return List.of(NAME, PHONE, HOUSEHOLD);
    }

    static Claims read(SheetRow row) {
        return new Claims(row.text(NAME, MAX_TEXT), row.text(PHONE, MAX_TEXT), row.text(HOUSEHOLD, MAX_TEXT));
    }

    /** @throws ProblemException {@code contradictory_name} or {@code contradictory_member} */
    void require(Directory.Member member) {
        if (name != null
                && !member.displayName().equals(member.memberNo())
                && !Names.plain(name).equals(Names.plain(member.memberNo()))
                && !agree(Names.plain(name), Names.plain(member.displayName()))) {
            throw ProblemException.field(NAME.key(), "contradictory_name");
        }
        if (phone != null && member.phone() != null && !agree(dialled(phone), dialled(member.phone()))) {
            throw ProblemException.field(PHONE.key(), "contradictory_member");
        }
        if (household != null
                && member.household() != null
                && !agree(Names.plain(household), Names.plain(member.household()))) {
            throw ProblemException.field(HOUSEHOLD.key(), "contradictory_member");
        }
    }

    private static String dialled(String phone) {
        String digits = NOT_DIALLED.matcher(Names.plain(phone)).replaceAll("");
        return PREFIX.matcher(digits).replaceFirst("");
    }

    private static boolean agree(String claimed, String known) {
        if (!claimed.contains("*")) {
            return claimed.equals(known);
        }
        String shown = Pattern.compile("\\*+")
                .splitAsStream(claimed + " ")
                .map(String::strip)
                .map(Pattern::quote)
                .reduce((one, next) -> one + ".+" + next)
                .orElse("");
        return known.matches(shown);
    }
}
