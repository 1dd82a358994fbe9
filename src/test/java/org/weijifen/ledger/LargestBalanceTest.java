package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Problems;
import org.weijifen.platform.id.MemberId;

/** A member with as many points as the books can keep: 2^53 - 1, the largest number that every reader of JSON keeps exact. */
@QuarkusTest
class LargestBalanceTest {
    private static final long LARGEST = 9_007_199_254_740_991L;
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    private final Committee committee = aCommittee(Api.asAdmin());

    @Test
    void isKeptExactlyAndNotExceeded() throws Exception {
        String member = committee.aMember();
        String soap = committee.goods(1_000, 10);
        give(member, LARGEST - 3);

        committee.credit(member, 3);
        Reply beyond = committee.post("/credits", Map.of("memberId", member, "points", 1));

        assertThat(beyond.status()).isEqualTo(422);
        assertThat(beyond.code()).isEqualTo("limit_exceeded");
        assertThat(committee.balance(member).get("available").asLong()).isEqualTo(LARGEST);

        // What is spent, given back, deducted or taken back leaves as much as there has to be.
        String redemption = committee.reserved(member, soap, 2);
        assertThat(committee.balance(member).get("available").asLong()).isEqualTo(LARGEST - 2_000);
        committee.cancel(redemption).expect(200);
        committee.handedOut(member, soap, 1);
        committee.deduct(member, 1);
        committee.post("/transactions/1/reversal", Map.of("reason", "不属实"));

        for (String path : List.of(
                "/members/" + member + "/balance",
                "/members/" + member + "/balance?at=" + TODAY,
                "/members/" + member + "/balance/explanation",
                "/members/" + member + "/statement",
                "/statements/" + YearMonth.from(TODAY),
                "/exports/members?format=csv",
                "/exports/members?format=xlsx",
                "/exports/transactions?format=json",
                "/coverage",
                "/books",
                "/books/export")) {
            committee.get(path).expect(200);
        }
        JsonNode statement =
                committee.get("/statements/" + YearMonth.from(TODAY)).json();
        assertThat(statement.at("/proof/valid").asBoolean())
                .as(statement.toString())
                .isTrue();
        committee.verify();
    }

    /** More than one request can say. */
    private void give(String member, long points) throws Exception {
        UUID memberId = UUID.fromString(member);
        try (TestLedger test = new TestLedger(dataSource, problems, 1, 1)) {
            test.ledger()
                    .submit(TestLedger.operation(communityId(), "give", memberId, books -> {
                        Entry entry = books.begin(TransactionKind.CREDIT, TODAY, TestLedger.call("give"));
                        new Wallet(books, new MemberId(memberId), TODAY).credit(entry, points, null);
                        entry.post();
                        return new Answer(201, null, "{}");
                    }))
                    .get();
        }
    }

    private UUID communityId() throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from community where slug = ?")) {
            statement.setString(1, committee.slug());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        }
    }
}
