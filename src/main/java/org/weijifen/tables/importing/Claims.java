package org.weijifen.tables.importing;

import java.util.List;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;
import org.weijifen.tables.vocabulary.Contacts;
import org.weijifen.tables.vocabulary.PlainNames;

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
