package org.weijifen.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.MerchantAccount;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.MerchantId;

/** What merchants are told of a month, whichever months came after it. */
@QuarkusTest
class MerchantStatementTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private Committee community;
    private String merchant;

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void startsFromWhatWasOwedWhenAClosedMonthEnded() {
        open("2026-02-10");
        String member = community.aMemberWith(1000);
        String meal = community.packageOf(merchant, 18, 990);
        community.handedOut(member, meal, 2);
        setDay("2026-03-02");
        community.handedOut(member, meal, 1); // Of March, and in the books before February is closed.
        close("2026-02");
        String returned = community.handedOut(member, meal, 4);
        setDay("2026-03-20");
        community.takeBack(returned).expect(200);
        setDay("2026-04-05");
        community.handedOut(member, meal, 3);
        pay();
        setDay("2026-05-01");

        assertStatement("2026-01", 0, 0, 0, 0, 0);
        assertStatement("2026-02", 0, 1980, 0, 0, 1980);
        assertStatement("2026-03", 1980, 5 * 990, 4 * 990, 0, 2970);
        assertStatement("2026-04", 2970, 2970, 0, 5940, 0);
        assertStatement("2026-05", 0, 0, 0, 0, 0);
        close("2026-03");
        assertStatement("2026-03", 1980, 5 * 990, 4 * 990, 0, 2970);
        assertStatement("2000-01", 0, 0, 0, 0, 0);
        assertStatement("2027-01", 0, 0, 0, 0, 0);
        assertStatement("9999-12", 0, 0, 0, 0, 0);
        community.verify();
    }

    /** Postings of one transaction move a merchant's balance several times, and each keeps it. */
    @Test
    void takesTheLastBalanceOfATransaction() {
        open("2026-02-10");
        String member = community.aMemberWith(1000);
        String meal = community.packageOf(merchant, 18, 990);
        String soup = community.packageOf(merchant, 5, 300);
        Map<String, Object> both = Map.of(
                "memberId",
                member,
                "lines",
                List.of(Map.of("rewardId", meal, "quantity", 1), Map.of("rewardId", soup, "quantity", 2)));
        community.collect(Committee.id(community.post("/redemptions", both))).expect(200);
        setDay("2026-03-02");
        community.handedOut(member, soup, 1);

        assertStatement("2026-02", 0, 1590, 0, 0, 1590);
        assertStatement("2026-03", 1590, 300, 0, 0, 1890);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void worksOutWhatWasOwedInWhateverOrderDaysWerePosted(long seed) throws Exception {
        open("2026-06-30");
        Random random = new Random(seed);
        List<Owed> posted = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // No days of April: a month may have nothing of its own, or lie before and after everything.
            LocalDate day = LocalDate.of(2026, List.of(2, 3, 5).get(random.nextInt(3)), 1 + random.nextInt(28));
            Owed owed = new Owed(UUID.fromString(merchant), day, 1 + random.nextInt(900));
            Call call = Call.internal("test");
            ledger.execute(new Operation<>(communityId(), call, owed.decision(call)));
            posted.add(owed);
            if (random.nextBoolean()) {
                community.aMemberWith(5);
            }
        }

        for (int month = 1; month <= 7; month++) {
            YearMonth shown = YearMonth.of(2026, month);
            JsonNode statement = statement(shown.toString());

            assertThat(statement.get("openingFen").asLong())
                    .as("opening of %s, seed %d", shown, seed)
                    .isEqualTo(sum(posted, day -> day.isBefore(shown.atDay(1))));
            assertThat(statement.get("earnedFen").asLong())
                    .as("earned in %s, seed %d", shown, seed)
                    .isEqualTo(sum(posted, day -> YearMonth.from(day).equals(shown)));
            assertThat(statement.get("closingFen").asLong())
                    .as("closing of %s, seed %d", shown, seed)
                    .isEqualTo(sum(posted, day -> !day.isAfter(shown.atEndOfMonth())));
        }
    }

    private static long sum(List<Owed> posted, Predicate<LocalDate> days) {
        return posted.stream()
                .filter(owed -> days.test(owed.day()))
                .mapToLong(Owed::fen)
                .sum();
    }

    private void open(String day) {
        setDay(day);
        community = aCommittee(Api.asAdmin());
        merchant = community.merchant();
    }

    private void setDay(String day) {
        MovableClock.set(
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
        if (community != null) {
            community = Committee.of(Api.asAdmin(), community.slug());
        }
    }

    private void close(String month) {
        community.post("/closings", Map.of("month", month)).expect(201);
        second().post(community.path("/closings/" + month + "/sign"), community.closing(month))
                .expect(200);
    }

    private void pay() {
        String settlement = Committee.id(community.post("/settlements", Map.of("merchantId", merchant)));
        community.post("/settlements/" + settlement + "/submit", null).expect(200);
        second().post(community.path("/settlements/" + settlement + "/accept"), null)
                .expect(200);
        community.post("/settlements/" + settlement + "/settle", null).expect(200);
    }

    private Api second() {
        return Api.asCommittee(community.slug());
    }

    private JsonNode statement(String month) {
        return community
                .get("/merchants/" + merchant + "/statements/" + month)
                .expect(200)
                .json();
    }

    private void assertStatement(String month, long opening, long earned, long returned, long settled, long closing) {
        JsonNode statement = statement(month);
        assertThat(List.of("openingFen", "earnedFen", "returnedFen", "settledFen", "closingFen"))
                .extracting(field -> statement.get(field).asLong())
                .as(month)
                .containsExactly(opening, earned, returned, settled, closing);
        assertThat(statement.at("/proof/holds").asBoolean()).as(month).isTrue();
    }

    private UUID communityId() throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from community where slug = ?")) {
            statement.setString(1, community.slug());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        }
    }

    /** What a merchant is owed as of any day. */
    private record Owed(UUID merchantId, LocalDate day, long fen) {
        Decision<Transaction> decision(Call call) {
            return new Decision<>(needs -> needs.accountsOf(new MerchantId(merchantId)), books -> {
                Entry entry = books.begin(TransactionKind.COLLECTION, day, call);
                new MerchantAccount(books, new MerchantId(merchantId)).owe(entry, fen);
                return entry.post();
            });
        }
    }
}
