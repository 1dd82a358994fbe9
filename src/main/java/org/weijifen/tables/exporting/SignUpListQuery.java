package org.weijifen.tables.exporting;

import static org.weijifen.tables.exporting.ExportColumn.number;
import static org.weijifen.tables.exporting.ExportColumn.text;

import java.util.Arrays;
import java.util.List;

/**
 * A list for people to sign at an activity: active members in order of their numbers, and columns left blank. Everybody
 * at the activity can see it, so it has phone numbers and households only on request.
 */
final class SignUpListQuery {
    static final TableQuery QUERY = new TableQuery(
            """
            select row_number() over (order by m.member_no), m.member_no, m.display_name, m.group_code, m.household, m.phone,
                   null::text, null::text, null::text
            from member m
            where m.community_id = :community and m.status = 'active' and (?::text is null or m.group_code = ?)
            order by m.member_no
            """,
            List.of(
                    number("number"),
                    text("memberNo"),
                    text("displayName"),
                    text("group"),
                    text("household").onRequest(),
                    text("phone").onRequest(),
                    text("signedIn"),
                    text("received"),
                    text("remarks")),
            scope -> Arrays.asList(scope.group(), scope.group()));

    private SignUpListQuery() {}
}
