package org.weijifen.tables.importing;

import java.util.List;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;
import org.weijifen.tables.vocabulary.Contacts;
import org.weijifen.tables.vocabulary.PlainNames;

/**
 * The data of the member in a row besides the number. They show a wrong number, which belongs to a member with another
 * name and telephone. Unknown data of the member contradict nothing. Asterisks stand for hidden characters.
 *
 * @param name or null
 * @param phone or null
 * @param household or null
 */
record Claims(String name, String phone, String household) {
    /** In a table with numbers, 名称 is rather the name of a task or reward. */
    private static final Column NAME =
            ColumnVocabulary.DISPLAY_NAME.or("称呼", "志愿者", "居民", "会员", "成员").inPassing();

    /** The columns that say so. */
    static List<Column> columns() {
        return List.of(NAME, Contacts.PHONE, Contacts.HOUSEHOLD);
    }

    static Claims read(SheetRow row) {
        return new Claims(
                row.text(NAME, Contacts.MAX_TEXT),
                row.text(Contacts.PHONE, Contacts.MAX_TEXT),
                row.text(Contacts.HOUSEHOLD, Contacts.MAX_TEXT));
    }

    /** @throws ProblemException {@code contradictory_name} or {@code contradictory_member} */
    void require(Directory.Member member) {
        if (name != null
                && !member.displayName().equals(member.memberNo())
                && !PlainNames.plain(name).equals(PlainNames.plain(member.memberNo()))
                && !Contacts.isName(name, member.displayName())) {
            throw ProblemException.field(NAME.key(), "contradictory_name");
        }
        if (!Contacts.isPhone(phone, member.phone())) {
            throw ProblemException.field(Contacts.PHONE.key(), "contradictory_member");
        }
        if (!Contacts.isName(household, member.household())) {
            throw ProblemException.field(Contacts.HOUSEHOLD.key(), "contradictory_member");
        }
    }
}
