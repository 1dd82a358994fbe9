package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;

/** What features keep beside the books is compared with them too: whatever is changed there, verification names it. */
@QuarkusTest
@OnOneServer("foreign keys are switched off for its own session only")
class TamperedRowsTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final List<String> TABLES = List.of(
            "redemption",
            "redemption_line",
            "merchant_due",
            "settlement",
            "stocktake",
            "stocktake_line",
            "budget",
            "closing",
            "book");

    /** Made once, and put back after each change. */
    private static Committee community;

    private static String communityId;

    @AfterEach
    void putBack() throws SQLException {
        MovableClock.reset();
        if (communityId != null) {
            for (String table : TABLES) {
                asSuperuser(
                        "delete from " + table + " where community_id = '" + communityId + "'",
                        "insert into " + table + " select * from kept." + table);
            }
        }
    }

    @AfterAll
    static void forget() throws SQLException {
        asSuperuser("drop schema if exists kept cascade");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update redemption set status = 'reserved', collection = null, collected_at = null where status = 'collected' | redemption_mismatch
            update redemption set status = 'collected', collection = reservation, collected_at = requested_at where status = 'reserved' | redemption_mismatch
            update redemption set status = 'cancelled', closing = reservation, closed_at = requested_at where status = 'reserved' | redemption_mismatch
            update redemption set status = 'expired' where status = 'cancelled'                                   | redemption_mismatch
            update redemption set status = 'collected', closing = null, closed_at = null where status = 'returned' | redemption_mismatch
            update redemption set points = points + 1 where status = 'reserved'                                   | redemption_mismatch
            update redemption set member_id = (select m.id from member m where m.community_id = redemption.community_id and m.id <> redemption.member_id limit 1) where status = 'reserved' | redemption_mismatch
            update redemption set pickup_by = requested_on - 1 where status = 'reserved'                          | redemption_mismatch
            update redemption set pickup_by = requested_on + 400 where status = 'reserved'                        | redemption_mismatch
            update redemption set pickup_by = requested_on - 1 where status = 'collected'                         | redemption_mismatch
            update redemption set requested_on = requested_on - 1                                                 | redemption_mismatch
            update redemption set requested_at = requested_at - interval '1 second' where status = 'reserved'     | redemption_mismatch
            update redemption set collected_at = collected_at + interval '1 second' where status = 'collected'    | redemption_mismatch
            update redemption set closed_at = closed_at + interval '1 second' where status = 'cancelled'          | redemption_mismatch
            update redemption set collection = reservation where status = 'collected'                             | redemption_mismatch
            update redemption set closing = reservation where status = 'cancelled'                                | redemption_mismatch
            update redemption set reservation = reservation + 1 where status = 'reserved'                         | redemption_mismatch
            update redemption set station_id = null where station_id is not null                                  | redemption_mismatch
            delete from redemption where status = 'cancelled'                                                     | redemption_mismatch
            update redemption_line set quantity = quantity + 1                                                    | redemption_mismatch
            update redemption_line set points = points + 1                                                        | redemption_mismatch
            update redemption_line set cost_fen = cost_fen + 1                                                    | redemption_mismatch
            update redemption_line set cost_fen = cost_fen + 1                                                    | cost_total_mismatch
            update redemption_line set stocked = not stocked                                                      | redemption_mismatch
            update redemption_line set merchant_id = null where merchant_id is not null                           | due_mismatch
            update redemption_line set reward_id = (select w.id from reward w where w.community_id = redemption_line.community_id and w.id <> redemption_line.reward_id limit 1) | redemption_mismatch
            delete from redemption_line                                                                           | redemption_mismatch
            update merchant_due set quantity = quantity + sign(quantity)                                          | due_mismatch
            update merchant_due set effective_on = effective_on - 1                                               | due_mismatch
            update merchant_due set amount_fen = amount_fen + sign(amount_fen)                                    | due_mismatch
            update merchant_due set reward_id = (select w.id from reward w where w.community_id = merchant_due.community_id and w.id <> merchant_due.reward_id limit 1) | due_mismatch
            update merchant_due set settlement_id = null, locked = false                                          | settlement_mismatch
            update merchant_due set locked = false                                                                | settlement_mismatch
            update settlement set entries = entries + 1 where status = 'settled'                                  | settlement_mismatch
            update settlement set earned_fen = earned_fen + 1 where status = 'settled'                            | settlement_mismatch
            update settlement set returned_fen = returned_fen + 1 where status = 'settled'                        | settlement_mismatch
            update settlement set reference = 'x' where status = 'settled'                                        | settlement_mismatch
            update settlement set status = 'accepted', transaction = null where status = 'settled'                | settlement_mismatch
            update settlement set transaction = transaction - 1 where status = 'settled'                          | settlement_mismatch
            update settlement set status = 'cancelled' where status = 'draft'                                     | settlement_mismatch
            update stocktake set status = 'cancelled', adjustment = null where adjustment is not null             | stocktake_mismatch
            update stocktake set counted_on = counted_on - 1 where adjustment is not null                         | stocktake_mismatch
            update stocktake set adjustment = adjustment - 1 where adjustment is not null                         | stocktake_mismatch
            update stocktake_line set counted = counted + 1                                                       | stocktake_mismatch
            update stocktake_line set expected = expected + 1                                                     | stocktake_mismatch
            update stocktake_line set expected = null                                                             | stocktake_mismatch
            update stocktake_line set reward_id = (select w.id from reward w where w.community_id = stocktake_line.community_id and w.id <> stocktake_line.reward_id limit 1) | stocktake_mismatch
            delete from stocktake_line                                                                            | stocktake_mismatch
            update budget set issued = issued + 1 where task_id is null                                           | budget_mismatch
            update budget set issued = issued + 1 where task_id is not null                                       | budget_mismatch
            update book set closed_through = closed_through - 31                                                  | closed_through_mismatch
            update book set closed_through = null                                                                 | closed_through_mismatch
            update book set issued_points = issued_points - 1                                                     | issued_total_mismatch
            update book set cost_fen = cost_fen - 1                                                               | cost_total_mismatch
            update closing set figures = replace(figures, '"costFen":', '"costFen":1')                            | closing_mismatch
            update closing set head_hash = repeat('a', 64)                                                        | closing_mismatch
            update closing set month = month - interval '1 month'                                                 | closing_mismatch
            update closing set sequence = sequence + 1                                                            | closing_mismatch
            delete from closing                                                                                   | closed_through_mismatch
            """)
    void isNamed(String change, String code) throws SQLException {
        open();
        assertThat(verification().get("valid").asBoolean()).isTrue();

        asSuperuser(confined(change));

        JsonNode verification = verification();
        assertThat(verification.get("valid").asBoolean()).isFalse();
        assertThat(verification.get("findings").findValuesAsText("code")).contains(code);
        assertThat(verification.get("findings").findValuesAsText("message"))
                .allSatisfy(message -> assertThat(message).isNotBlank().doesNotContain("{"));
    }

    @Test
    void isNamedWhereAReferenceWasUsedTwice() throws SQLException {
        open();
        String of = " where community_id = '" + communityId
                + "' and reference = 'paper-1' and reference_freed_by is not null";
        String freedBy =
                "(select r.sequence from ledger_transaction r join ledger_transaction t on t.community_id = r.community_id"
                        + " and t.sequence = r.reverses where r.community_id = '" + communityId
                        + "' and t.reference = 'paper-1')";
        try {
            asSuperuser("update ledger_transaction set reference_freed_by = 1" + of);

            assertThat(verification().get("findings").findValuesAsText("code")).containsExactly("reference_mismatch");
        } finally {
            asSuperuser("update ledger_transaction set reference_freed_by = " + freedBy + of);
        }
        assertThat(verification().get("valid").asBoolean()).isTrue();
    }

    /** Once more what was collected already: what it takes is missing for another one, which is told so. */
    @Test
    void leavesNoFailureToAnotherRedemption() throws SQLException {
        Committee one = aCommittee(Api.asAdmin());
        String member = one.aMemberWith(20);
        String soap = one.goods(10, 2);
        String first = one.handedOut(member, soap, 1);
        String second = one.reserved(member, soap, 1);
        asSuperuser("update redemption set status = 'reserved', collection = null, collected_at = null where id = '"
                + first + "'");

        one.collect(first);
        Reply refused = one.collect(second);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("redemption_at_odds");
        assertThat(refused.json().get("detail").asText()).contains(second);
        assertThat(one.get("/books/verification").json().get("findings").findValuesAsText("code"))
                .contains("redemption_mismatch", "reserved_unbalanced");
    }

    /** A month with all there is, closed, and some days of the next. */
    private static void open() throws SQLException {
        at(LocalDate.of(2026, 5, 20));
        if (community != null) {
            return;
        }
        at(LocalDate.of(2026, 4, 10));
        Api admin = Api.asAdmin();
        Committee opened = aCommittee(admin);
        String member = opened.aMemberWith(500);
        opened.aMemberWith(500);
        String soap = opened.goods(10, 20);
        opened.goods(7, 20);
        String merchant = opened.merchant();
        String dish = opened.packageOf(merchant, 5, 900);
        String east = Committee.id(opened.post("/stations", Map.of("code", "east", "title", "东门")));
        opened.post("/transfers", Map.of("rewardId", soap, "quantity", 5, "toStationId", east))
                .expect(201);
        count(opened, soap, 14);
        opened.handedOut(member, soap, 1);
        opened.handedOut(member, dish, 2);
        String returned = opened.handedOut(member, dish, 1);
        opened.takeBack(returned).expect(200);
        settle(opened, merchant, true);
        at(LocalDate.of(2026, 5, 12));
        opened.post("/closings", Map.of("month", "2026-04")).expect(201);
        colleague(opened)
                .post(opened.path("/closings/2026-04/sign"), opened.closing("2026-04"))
                .expect(200);
        String task = opened.task(3, "hour");
        opened.post("/credits", Map.of("memberId", member, "taskId", task, "quantity", 2))
                .expect(201);
        admin.send(
                        "PUT",
                        opened.path("/budgets/2026-05"),
                        Api.write(Map.of(
                                "items", List.of(Map.of("points", 1000), Map.of("points", 100, "taskId", task)))),
                        null,
                        Map.of())
                .expect(200);
        Map<String, Object> paper = Map.of("memberId", member, "points", 9, "reason", "登记", "reference", "paper-1");
        long mistaken = opened.post("/credits", paper)
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
        opened.post("/transactions/" + mistaken + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);
        opened.post("/credits", paper).expect(201);
        opened.post(
                        "/redemptions",
                        Map.of(
                                "memberId",
                                member,
                                "stationId",
                                east,
                                "lines",
                                List.of(
                                        Map.of("rewardId", soap, "quantity", 2),
                                        Map.of("rewardId", soap, "quantity", 1))))
                .expect(201);
        opened.cancel(opened.reserved(member, soap, 1)).expect(200);
        opened.handedOut(member, dish, 1);
        settle(opened, merchant, false);
        opened.reserved(member, dish, 1);
        count(opened, soap, 12);
        at(LocalDate.of(2026, 5, 20));
        community = opened;
        communityId = admin.get("/v1/communities/" + opened.slug())
                .expect(200)
                .json()
                .get("id")
                .asText();
        asSuperuser("create schema kept");
        for (String table : TABLES) {
            asSuperuser("create table kept." + table + " as select * from " + table + " where community_id = '"
                    + communityId + "'");
        }
    }

    /** With a token that is good now. */
    private static Api colleague(Committee opened) {
        return Api.asCommittee(opened.slug());
    }

    private static void count(Committee opened, String soap, long counted) {
        opened.post(
                        "/stocktakes",
                        Map.of("reason", "盘点", "lines", List.of(Map.of("rewardId", soap, "counted", counted))))
                .expect(201);
    }

    private static void settle(Committee opened, String merchant, boolean whole) {
        String id = Committee.id(opened.post("/settlements", Map.of("merchantId", merchant)));
        if (whole) {
            opened.post("/settlements/" + id + "/submit", null).expect(200);
            colleague(opened)
                    .post(opened.path("/settlements/" + id + "/accept"), null)
                    .expect(200);
            opened.post("/settlements/" + id + "/settle", Map.of("reference", "pay-1"))
                    .expect(200);
        }
    }

    private static JsonNode verification() {
        return community.get("/books/verification").expect(200).json();
    }

    private static String confined(String change) {
        String outer = change.replaceAll("\\(.*\\)", "");
        return change + (outer.contains(" where ") ? " and " : " where ")
                + change.replaceAll("^(update|delete from) (\\w+) .*", "$2").replaceAll("^delete from ", "")
                + ".community_id = '" + communityId + "'";
    }

    private static void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static void at(LocalDate day) {
        MovableClock.set(day.atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
