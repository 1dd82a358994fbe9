package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.member.Member;
import org.weijifen.member.MemberDetails;
import org.weijifen.member.MemberStatus;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;

/** Members. New numbers are added, known ones are updated. An empty cell changes nothing. */
@Singleton
final class MemberRows extends RowType {
    private static final Column NAME = ColumnVocabulary.DISPLAY_NAME;
    private static final Column PHONE = ColumnVocabulary.PHONE;
    private static final Column GROUP = ColumnVocabulary.GROUP;
    private static final Column HOUSEHOLD = ColumnVocabulary.HOUSEHOLD;
    private static final int MAX_PHONE = 20;
    private static final int MAX_GROUP = 32;
    private static final Pattern PHONE_FORM = Pattern.compile(MemberDetails.PHONE);
    private static final Pattern GROUP_FORM = Pattern.compile(MemberDetails.GROUP);

    /** What a new member is brought up to date from. */
    private static final MemberDetails NOTHING_KNOWN = new MemberDetails(null, null, null, null, MemberStatus.ACTIVE);

    private final Members members;

    MemberRows(Members members) {
        this.members = members;
    }

    @Override
    ImportKind kind() {
        return ImportKind.MEMBERS;
    }

    @Override
    List<Column> ownColumns() {
        return List.of(MEMBER_NO, NAME, PHONE, GROUP, HOUSEHOLD);
    }

    @Override
    Column identified() {
        return MEMBER_NO;
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        return new Row(
                members,
                memberNo(row),
                row.text(NAME, MemberDetails.MAX_NAME),
                code(row, PHONE, MAX_PHONE, PHONE_FORM),
                group(row),
                row.text(HOUSEHOLD, MemberDetails.MAX_NAME));
    }

    /** Which groups there are is the community's own business; their codes have one form. */
    private static String group(SheetRow row) {
        String group = row.code(GROUP, MAX_GROUP);
        if (group != null && !GROUP_FORM.matcher(group).matches()) {
            row.fault(GROUP, "not_a_group");
        }
        return group;
    }

    private record Row(
            Members members, String memberNo, String displayName, String phone, String group, String household)
            implements FileRow {
        @Override
        public void needs(Needs needs, Directory directory, Call call) {
            needs.row(members.byCode(), memberNo);
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            Optional<Member> known = books.row(members.byCode(), memberNo);
            Member base = known.orElseGet(() -> new Member(MemberId.next(), memberNo, NOTHING_KNOWN, books.now()));
            Member after = base.with(base.details()
                    .with(known.isEmpty() && displayName == null ? memberNo : displayName, phone, group, household));
            if (known.filter(after::equals).isPresent()) {
                return Taken.alreadyThere(after.id(), null);
            }
            members.put(books, known.orElse(null), after, call);
            return known.map(before -> Taken.updated(after.id(), null, changed(before.details(), after.details())))
                    .orElseGet(() -> Taken.created(after.id()));
        }

        /** A changed name may be due to a wrong number, so the result must show the change. */
        private static List<String> changed(MemberDetails before, MemberDetails after) {
            Changes changes = new Changes();
            changes.add(NAME, before.displayName(), after.displayName());
            changes.add(PHONE, before.phone(), after.phone());
            changes.add(GROUP, before.group(), after.group());
            changes.add(HOUSEHOLD, before.household(), after.household());
            return changes.names();
        }

        @Override
        public String identity() {
            return memberNo;
        }

        @Override
        public String content() {
            return String.join("\n", List.of(memberNo, text(displayName), text(phone), text(group), text(household)));
        }

        private static String text(String value) {
            return value == null ? "" : value;
        }
    }
}
