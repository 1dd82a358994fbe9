package org.weijifen.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.RewardId;

@QuarkusTest
class CoverageTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Object> ONE_MONTH =
            Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1));

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private Api admin;
    private Committee community;

    @BeforeEach
    void openCommunity() {
        setDay("2027-03-15");
        community = aCommittee(admin, ONE_MONTH);
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void isEmptyBeforeTheFirstTransaction() {
        JsonNode coverage = coverage();

        assertThat(coverage.at("/outstanding/points").asLong()).isZero();
        assertThat(coverage.at("/outstanding/expiring")).isEmpty();
        assertThat(coverage.at("/shelf/items")).isEmpty();
        assertThat(coverage.has("coveredShare")).isFalse();
        assertThat(coverage.at("/byCatalogue/fenPerPoint").isMissingNode()).isTrue();
        assertThat(coverage.at("/byCatalogue/liabilityFen").asText()).isEqualTo("0");
        assertThat(coverage.at("/byCatalogue/reservedFen").asText()).isEqualTo("0");
        assertThat(coverage.at("/reserved/items")).isEmpty();
    }

    @Test
    void addsUpWhatIsOutstandingByTheMonthItExpiresIn() {
        String member = community.aMember();
        credit(member, 100, "2027-02-20"); // Until 2027-03-20.
        credit(member, 70, "2027-03-01"); // Until 2027-04-01.
        credit(member, 8, "2027-02-14"); // Until 2027-03-14: lapsed, and its expiry is not posted.
        String debtor = community.aMemberWith(10);
        community.deduct(debtor, 35);
        String soap = community.goods(30, 10);
        community.reserved(member, soap, 1);

        JsonNode coverage = coverage();

        JsonNode outstanding = coverage.get("outstanding");
        assertThat(outstanding.get("available").asLong()).isEqualTo(140);
        assertThat(outstanding.get("held").asLong()).isEqualTo(30);
        assertThat(outstanding.get("arrears").asLong()).isEqualTo(25);
        assertThat(outstanding.get("lapsed").asLong()).isEqualTo(8);
        assertThat(outstanding.get("points").asLong()).isEqualTo(145);
        assertThat(outstanding.get("free").asLong()).isEqualTo(115);
        assertThat(outstanding.get("expiring").toString())
                .isEqualTo("[{\"month\":\"2027-03\",\"available\":70,\"held\":30},"
                        + "{\"month\":\"2027-04\",\"available\":70,\"held\":0}]");
        assertAgreesWithTheBooks(coverage);
    }

    @Test
    void countsPointsThatNeverExpireWithoutAMonth() {
        community = aCommittee(admin);
        community.aMemberWith(50);

        assertThat(coverage().at("/outstanding/expiring").toString()).isEqualTo("[{\"available\":50,\"held\":0}]");
    }

    @Test
    void valuesTheShelfByTheCatalogueAndByReceipts() {
        community.aMemberWith(1000);
        String bank = community.reward("goods", 60, Map.of("costFen", 4900));
        String soap = community.reward("goods", 5, Map.of("costFen", 250));
        receive(bank, 4, 5000L);
        receive(bank, 3, 4700L);
        receive(bank, 2, null);
        long mistaken = receive(bank, 5, 1L);
        community
                .post("/transactions/" + mistaken + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);
        receive(soap, 20, null);

        JsonNode coverage = coverage();

        JsonNode item = coverage.at("/shelf/items/0");
        assertThat(item.get("units").asLong()).isEqualTo(9);
        assertThat(item.get("valuePoints").asLong()).isEqualTo(540);
        assertThat(item.get("valueFen").asLong()).isEqualTo(44_100);
        // (4 * 5000 + 3 * 4700) / 7 = 4871.428571..., nine of them 43842.857...
        assertThat(item.get("receiptCostFen").toString()).isEqualTo("4871.428571");
        assertThat(item.get("receiptValueFen").asLong()).isEqualTo(43_843);
        assertThat(coverage.at("/shelf/items/1/receiptCostFen").isMissingNode()).isTrue();
        assertThat(coverage.at("/shelf/units").asLong()).isEqualTo(29);
        assertThat(coverage.at("/shelf/points").asLong()).isEqualTo(640);
        assertThat(coverage.at("/shelf/costFen").asLong()).isEqualTo(49_100);
        assertThat(coverage.at("/shelf/receiptCostFen").asLong()).isEqualTo(48_843);
        assertThat(coverage.at("/coveredShare").decimalValue()).isEqualByComparingTo("0.640000");
        assertThat(coverage.at("/byCatalogue/fenPerPoint").decimalValue()).isEqualByComparingTo("76.718750");
        assertThat(coverage.at("/byCatalogue/liabilityFen").asLong()).isEqualTo(76_719);
        // 48,843 / 640 = 76.3171875
        assertThat(coverage.at("/byReceipts/fenPerPoint").toString()).isEqualTo("76.317188");
        assertThat(coverage.at("/byReceipts/liabilityFen").asLong())
                .isEqualTo(new BigDecimal(48_843_000)
                        .divide(new BigDecimal(640), 0, RoundingMode.HALF_UP)
                        .longValueExact());
        assertAgreesWithTheBooks(coverage);
    }

    @Test
    void doesNotCoverWithWhatNobodyCanRedeem() {
        String member = community.aMemberWith(100);
        String soap = community.reward("goods", 5, Map.of("costFen", 250));
        String mask = community.reward("goods", 6, Map.of("costFen", 300));
        receive(soap, 10, null);
        receive(mask, 4, null);
        community.patch("/rewards/" + mask, Map.of("status", "retired")).expect(200);
        community.reserved(member, soap, 3);

        JsonNode coverage = coverage();

        assertThat(coverage.at("/shelf/items")).hasSize(1);
        assertThat(coverage.at("/shelf/units").asLong()).isEqualTo(7);
        assertThat(coverage.at("/shelf/points").asLong()).isEqualTo(35);
        assertThat(coverage.at("/shelf/retiredUnits").asLong()).isEqualTo(4);
        assertThat(coverage.at("/shelf/retiredCostFen").asLong()).isEqualTo(1200);
        assertAgreesWithTheBooks(coverage);
    }

    @Test
    void showsWhatDoesNotRunOutApart() {
        community.aMemberWith(100);
        community.reward("service", 10, Map.of());
        community.reward("merchant-package", 18, Map.of("costFen", 990));
        String retired = community.reward("service", 7, Map.of());
        community.patch("/rewards/" + retired, Map.of("status", "retired")).expect(200);

        JsonNode coverage = coverage();

        JsonNode unlimited = coverage.get("unlimited");
        assertThat(unlimited.get("items").findValuesAsText("kind")).containsExactly("service", "merchant-package");
        assertThat(unlimited.at("/items/1/points").asLong()).isEqualTo(18);
        assertThat(unlimited.at("/items/1/costFen").asLong()).isEqualTo(990);
        assertThat(unlimited.get("notListed").asInt()).isZero();
        assertThat(coverage.at("/shelf/points").asLong()).isZero();
        assertThat(coverage.at("/coveredShare").decimalValue()).isEqualByComparingTo("0.000000");
        assertThat(coverage.at("/byCatalogue").toString()).isEqualTo("{\"reservedFen\":0}");
    }

    @Test
    void coversHeldPointsByWhatIsReservedForThem() {
        String member = community.aMemberWith(100);
        String bank = community.reward("goods", 10, Map.of("costFen", 4900));
        receive(bank, 10, 5000L);

        JsonNode before = coverage();

        assertThat(before.at("/coveredShare").decimalValue()).isEqualByComparingTo("1.000000");
        assertThat(before.at("/byCatalogue/fenPerPoint").decimalValue()).isEqualByComparingTo("490.000000");
        assertThat(before.at("/byCatalogue/liabilityFen").asLong()).isEqualTo(49_000);
        assertReserved(before, 0, 0, 0, 0);
        assertAgreesWithTheBooks(before);

        String four = community.reserved(member, bank, 4);
        JsonNode partly = coverage();

        assertThat(partly.at("/outstanding/points").asLong()).isEqualTo(100);
        assertThat(partly.at("/outstanding/free").asLong()).isEqualTo(60);
        assertThat(partly.at("/coveredShare").decimalValue()).isEqualByComparingTo("1.000000");
        assertThat(partly.at("/byCatalogue/liabilityFen").asLong()).isEqualTo(29_400);
        assertReserved(partly, 40, 4, 19_600, 20_000);
        assertAgreesWithTheBooks(partly);

        String six = community.reserved(member, bank, 6);
        JsonNode reserved = coverage();

        assertThat(reserved.at("/outstanding/points").asLong()).isEqualTo(100);
        assertThat(reserved.at("/outstanding/free").asText()).isEqualTo("0");
        assertThat(reserved.has("coveredShare")).isFalse();
        assertThat(reserved.at("/byCatalogue").toString()).isEqualTo("{\"liabilityFen\":0,\"reservedFen\":49000}");
        assertThat(reserved.at("/byReceipts").toString()).isEqualTo("{\"liabilityFen\":0,\"reservedFen\":50000}");
        assertReserved(reserved, 100, 10, 49_000, 50_000);
        JsonNode item = reserved.at("/reserved/items/0");
        assertThat(item.get("rewardId").asText()).isEqualTo(bank);
        assertThat(item.get("kind").asText()).isEqualTo("goods");
        assertThat(item.get("receiptValueFen").asLong()).isEqualTo(50_000);
        assertAgreesWithTheBooks(reserved);

        community.collect(four).expect(200);
        community.collect(six).expect(200);
        JsonNode collected = coverage();

        assertThat(collected.at("/outstanding/points").asText()).isEqualTo("0");
        assertThat(collected.has("coveredShare")).isFalse();
        assertReserved(collected, 0, 0, 0, 0);
        assertAgreesWithTheBooks(collected);
    }

    @Test
    void showsReservedServicesAndPackagesBesideTheShelf() {
        String member = community.aMemberWith(100);
        String soap = community.reward("goods", 5, Map.of("costFen", 250));
        receive(soap, 12, null);
        String haircut = community.reward("service", 10, Map.of());
        String noodles = community.packageOf(community.merchant(), 18, 990);
        community.reserved(member, haircut, 2);
        String open = community.reserved(member, noodles, 1);
        community.reserved(member, soap, 4);
        community.patch("/rewards/" + haircut, Map.of("status", "retired")).expect(200);

        JsonNode coverage = coverage();

        assertReserved(coverage, 58, 7, 1990, 1990);
        assertThat(coverage.at("/reserved/items").findValuesAsText("kind"))
                .containsExactly("goods", "service", "merchant-package");
        assertThat(coverage.at("/reserved/items").findValuesAsText("valueFen")).containsExactly("1000", "0", "990");
        assertThat(coverage.at("/outstanding/free").asLong()).isEqualTo(42);
        assertThat(coverage.at("/shelf/points").asLong()).isEqualTo(40);
        assertThat(coverage.at("/coveredShare").toString()).isEqualTo("0.952381");
        assertThat(coverage.at("/byCatalogue/liabilityFen").asLong()).isEqualTo(2100);
        assertAgreesWithTheBooks(coverage);

        community.collect(open).expect(200);
        JsonNode collected = coverage();

        assertReserved(collected, 40, 6, 1000, 1000);
        assertThat(collected.at("/coveredShare")).isEqualTo(coverage.at("/coveredShare"));
        assertAgreesWithTheBooks(collected);
    }

    @Test
    void owesNothingWhileMembersOweMoreThanTheyHave() {
        String member = community.aMemberWith(10);
        community.deduct(member, 35);
        community.goods(5, 10);

        JsonNode coverage = coverage();

        assertThat(coverage.at("/outstanding/points").asLong()).isEqualTo(-25);
        assertThat(coverage.has("coveredShare")).isFalse();
        assertThat(coverage.at("/byCatalogue/liabilityFen").asLong()).isZero();
    }

    @Test
    void isForStaffOfTheCommunity() {
        String path = community.path("/coverage");
        UUID member = UUID.fromString(community.aMember());

        Api.asCommittee(community.slug()).get(path).expect(200);
        Api.asCommittee(aCommittee(admin).slug()).get(path).expect(403);
        Api.asIntegrator(community.slug()).get(path).expect(403);
        Api.asMember(community.slug(), member).get(path).expect(403);
        Api.asAdmin().get("/v1/communities/nowhere/coverage").expect(404);
    }

    private static void assertReserved(JsonNode coverage, long points, long units, long costFen, long receiptCostFen) {
        JsonNode reserved = coverage.get("reserved");
        assertThat(reserved.get("points").asLong()).isEqualTo(points);
        assertThat(reserved.get("units").asLong()).isEqualTo(units);
        assertThat(reserved.get("costFen").asLong()).isEqualTo(costFen);
        assertThat(reserved.get("receiptCostFen").asLong()).isEqualTo(receiptCostFen);
        assertThat(coverage.at("/byCatalogue/reservedFen").asLong()).isEqualTo(costFen);
        assertThat(coverage.at("/byReceipts/reservedFen").asLong()).isEqualTo(receiptCostFen);
    }

    private void assertAgreesWithTheBooks(JsonNode coverage) {
        JsonNode books = community.get("/books").expect(200).json();
        JsonNode outstanding = coverage.get("outstanding");
        assertThat(coverage.get("sequence")).isEqualTo(books.get("sequence"));
        assertThat(outstanding.get("available").asLong()
                        + outstanding.get("lapsed").asLong())
                .isEqualTo(books.at("/totals/points/available").asLong());
        assertThat(outstanding.get("held").asLong())
                .isEqualTo(books.at("/totals/points/held").asLong());
        assertThat(outstanding.get("arrears").asLong())
                .isEqualTo(books.at("/totals/points/arrears").asLong());
        assertThat(coverage.at("/shelf/units").asLong()
                        + coverage.at("/shelf/retiredUnits").asLong())
                .isEqualTo(books.at("/totals/units/onShelf").asLong());
        assertThat(coverage.at("/reserved/points")).isEqualTo(outstanding.get("held"));
        assertThat(coverage.at("/reserved/units").asLong())
                .isEqualTo(books.at("/totals/units/reserved").asLong());
    }

    private JsonNode coverage() {
        return community.get("/coverage").expect(200).json();
    }

    private void setDay(String day) {
        MovableClock.set(LocalDate.parse(day).atTime(12, 0).atZone(SHANGHAI).toInstant());
        admin = Api.asAdmin();
    }

    private void credit(String member, long points, String effectiveOn) {
        community
                .post("/credits", Map.of("memberId", member, "points", points, "effectiveOn", effectiveOn))
                .expect(201);
    }

    /** Receives units, and says what each has cost unless that is null; answers the number of the transaction. */
    private long receive(String reward, long units, Long unitCostFen) {
        UUID rewardId = UUID.fromString(reward);
        Call call = Call.internal("test");
        Decision<Transaction> receipt = new Decision<>(needs -> needs.accountsOf(new RewardId(rewardId)), books -> {
            Entry entry = books.begin(TransactionKind.STOCK_RECEIPT, LocalDate.of(2027, 3, 15), call)
                    .about(new Cause.Reward(new RewardId(rewardId)))
                    .quantity(units)
                    .unitCostFen(unitCostFen);
            new RewardUnits(books, new RewardId(rewardId), null).receive(entry, units);
            return entry.post();
        });
        return ledger.execute(new Operation<>(communityId(), call, receipt))
                .result()
                .orElseThrow()
                .sequence();
    }

    private UUID communityId() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from community where slug = ?")) {
            statement.setString(1, community.slug());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
