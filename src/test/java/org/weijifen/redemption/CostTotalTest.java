package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.TestDatabase;

/** What a community's redemptions cost, and what it issues, stays exact in every reader of JSON, altogether and in each month. */
@QuarkusTest
class CostTotalTest {
    private static final long EXACT = (1L << 53) - 1;
    private static final long DEAREST = 1_000_000_000_000L;
    private static final int MOST_UNITS = 1000;

    private Committee community;
    private String member;
    private String palace;

    @BeforeEach
    void open() {
        community = aCommittee(Api.asAdmin());
        member = community.aMemberWith(1_000_000);
        palace = community.reward("service", 1, Map.of("costFen", DEAREST));
    }

    /** 10 x 1000 x 10^12 is more than 2^53. */
    @Test
    void isRefusedWhereItCouldNotBeCollected() {
        Reply refused = reserve(10);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("limit_exceeded");
        assertThat(community.balance(member).get("held").asLong()).isZero();
    }

    @Test
    void isRefusedBeyondWhatAMonthCanSay() {
        String first = Committee.id(reserve(9).expect(201));
        assertThat(reserve(1).code()).isEqualTo("limit_exceeded");
        community.collect(first).expect(200);
        assertThat(reserve(1).code()).isEqualTo("limit_exceeded");

        assertThat(costOfTheMonth()).isEqualTo(9 * MOST_UNITS * DEAREST);
        community.verify();
    }

    /** What is not handed out in the end costs nothing; what came back has cost something all the same. */
    @Test
    void isFreeAgainOnceItIsCancelledButNotOnceItIsReturned() {
        String first = Committee.id(reserve(9).expect(201));
        community.cancel(first).expect(200);
        String second = Committee.id(reserve(9).expect(201));
        community.collect(second).expect(200);
        community.takeBack(second).expect(200);

        assertThat(reserve(1).code()).isEqualTo("limit_exceeded");
        community.verify();
    }

    @Test
    void isRefusedWhereMoreIsIssuedThanTheBooksCanKeep() throws SQLException {
        issued(EXACT - 7);

        Reply refused = credit(8);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("limit_exceeded");
        credit(7).expect(201);
        assertThat(credit(1).code()).isEqualTo("limit_exceeded");
    }

    private Reply credit(long points) {
        return community.post("/credits", Map.of("memberId", community.aMember(), "points", points, "reason", "测试"));
    }

    /** As if so much had been issued to others. */
    private void issued(long points) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(
                        "update book set issued_points = ? where community_id = (select id from community where slug = ?)")) {
            statement.setLong(1, points);
            statement.setString(2, community.slug());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private Reply reserve(int lines) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            all.add(Map.of("rewardId", palace, "quantity", MOST_UNITS));
        }
        return community.post("/redemptions", Map.of("memberId", member, "lines", all));
    }

    private long costOfTheMonth() {
        YearMonth month = YearMonth.now(ZoneId.of("Asia/Shanghai"));
        return community
                .get("/statements/" + month)
                .expect(200)
                .json()
                .at("/cost/costFen")
                .asLong();
    }
}
