package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.EarlierSchema;

/** Rows that were kept under the names of constants, in a schema of their own. */
@QuarkusTest
class CodesMigrationTest {
    private final EarlierSchema before = new EarlierSchema("names_before");

    @AfterEach
    void drop() throws SQLException {
        before.drop();
    }

    @Test
    void keepsWhatWasThereByItsCode() throws SQLException {
        before.migrateTo("26");
        before.execute("""
                insert into community (id, slug, name, time_zone, expiry_type, expiry_years, pickup_days, created_at)
                values (gen_random_uuid(), 'old-community', 'C', 'UTC', 'CALENDAR_YEAR_END', 1, 7, now());
                insert into member (community_id, id, member_no, display_name, status, created_at)
                select id, gen_random_uuid(), '1', 'A', 'FROZEN', now() from community;
                insert into task (community_id, id, code, title, points, per, status, created_at)
                select id, gen_random_uuid(), 'a', 'A', 1, 'HOUR', 'RETIRED', now() from community;
                insert into merchant (community_id, id, code, title, status, created_at)
                select id, gen_random_uuid(), 'a', 'A', 'ACTIVE', now() from community;
                insert into station (community_id, id, code, title, status, created_at)
                select id, gen_random_uuid(), 'a', 'A', 'RETIRED', now() from community;
                insert into reward (community_id, id, code, title, kind, points, cost_fen, groups, merchant_id, status, created_at)
                select community_id, gen_random_uuid(), 'a', 'A', 'MERCHANT_PACKAGE', 1, 0, '{}', id, 'ACTIVE', now() from merchant
                """);

        before.migrateTo("latest");

        assertThat(before.texts("select expiry_type from community")).containsExactly("calendar-year-end");
        assertThat(before.texts("select status from member")).containsExactly("frozen");
        assertThat(before.texts("select per || ' ' || status from task")).containsExactly("hour retired");
        assertThat(before.texts("select status from merchant union all select status from station"))
                .containsExactly("active", "retired");
        assertThat(before.texts("select kind || ' ' || status from reward")).containsExactly("merchant-package active");
    }

    @Test
    void keepsTypesOfAccountsAndRolesByTheirCodes() throws SQLException {
        before.migrateTo("32");
        before.execute("""
                insert into book (community_id) values (gen_random_uuid());
                insert into account (community_id, number, type, owner, expires_on, balance)
                select community_id, 1, 'HANDED_OUT', gen_random_uuid(), null::date, 3 from book
                union all select community_id, 2, 'AVAILABLE', gen_random_uuid(), '2027-12-31', 5 from book
                union all select community_id, 3, 'ARREARS', gen_random_uuid(), null, -7 from book
                union all select community_id, 4, 'MERCHANT', gen_random_uuid(), null, -9 from book;
                insert into access_user (id, username, password_hash, role, communities, merchant_id, status, created_at)
                values (gen_random_uuid(), 'a', '-', 'ADMIN', '{}', null, 'ACTIVE', now()),
                       (gen_random_uuid(), 'm', '-', 'MERCHANT', '{fuxi}', gen_random_uuid(), 'DISABLED', now());
                insert into access_client (id, name, secret_hash, communities, status, created_at)
                values (gen_random_uuid(), 'c', '-', '{}', 'DISABLED', now())
                """);

        before.migrateTo("latest");

        assertThat(before.texts("select type || ' ' || balance from account order by number"))
                .containsExactly("handed-out 3", "available 5", "arrears -7", "merchant -9");
        assertThat(before.texts("select role || ' ' || status from access_user order by username"))
                .containsExactly("admin active", "merchant disabled");
        assertThat(before.texts("select status from access_client")).containsExactly("disabled");
        for (String broken : List.of(
                "update account set balance = -1 where type = 'handed-out'",
                "update account set expires_on = '2027-01-01' where type = 'arrears'",
                "update account set station = gen_random_uuid() where type = 'available'",
                "update account set type = 'HELD' where type = 'available'",
                "update access_user set merchant_id = null where role = 'merchant'",
                "update access_user set status = 'ACTIVE'")) {
            assertThatThrownBy(() -> before.execute(broken))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("23514"));
        }
    }
}
