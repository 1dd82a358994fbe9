package org.weijifen.tables.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.tables.sheet.OutputColumn;
import org.weijifen.tables.sheet.SheetFormat;
import org.weijifen.tables.sheet.SheetWriter;

@QuarkusTest
class ReconciliationTest {
    private static final Charset GBK = Charset.forName("GBK");
    private static final String CSV = "text/csv";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String MARCH = "from=2026-03-01&to=2026-03-31";
    private static final String APRIL = "from=2026-04-01&to=2026-04-30";

    private final Committee committee = aCommittee(Api.asAdmin());
    private final String first = committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));
    private final String second = committee.aMember(Map.of("memberNo", "0002", "displayName", "2号居民"));
    private final String patrol = Committee.id(
            committee.post("/tasks", Map.of("code", "patrol", "title", "平安巡逻", "points", 3, "per", "hour")));

    @Test
    void findsWhatBothHave() {
        long hours = credit(first, 2, "2026-03-05", Map.of());
        long words = award(second, 10, "2026-03-06", Map.of("reason", "楼道 清扫"));

        JsonNode found = credits(MARCH, """
                会员号,姓名,任务,数量,积分,日期
                0001,,平安巡逻,2,6,2026-03-05
                ,2号居民,楼道清扫,,10,2026年3月6日
                """);

        assertThat(outcomes(found)).containsExactly("2 matched " + hours, "3 matched " + words);
        assertThat(found.at("/summary/rows").asInt()).isEqualTo(2);
        assertThat(found.at("/summary/matched/count").asInt()).isEqualTo(2);
        assertThat(found.at("/summary/matched/table/points").asInt()).isEqualTo(16);
        assertThat(found.at("/summary/matched/books/points").asInt()).isEqualTo(16);
        assertThat(found.at("/summary/missingThere/count").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "会员号,任务代码,数量,日期\n0001,patrol,2,2026-03-05\n",
                "memberNo,task,quantity,day\n0001,patrol,2,2026-03-05\n",
                "会员,任务,数量,日期\n1号居民,平安巡逻,2,2026-03-05\n",
                "成员,任务,数量,日期\n0001,平安巡逻,2,2026/3/5\n",
                "会员号;任务;积分;日期\n0001;ＰＡＴＲＯＬ;6;20260305\n",
                "会员号,积分,日期\n０００１,６,２０２６-０３-０５\n",
                "志愿服务登记表\n\n会员号,备注,积分,日期\n0001,晚上,6,2026-03-05\n"
            })
    void understandsTablesAsPeopleKeepThem(String table) {
        long sequence = credit(first, 2, "2026-03-05", Map.of());

        JsonNode found = credits(MARCH, table);

        assertThat(found.at("/summary/matched/count").asInt())
                .as(found.toString())
                .isEqualTo(1);
        assertThat(found.at("/items/0/books/sequence").asLong()).isEqualTo(sequence);
    }

    @Test
    void readsGbkAndWorkbooks() throws IOException {
        long sequence = award(first, 6, "2026-03-05", Map.of("reason", "平安宣传"));
        byte[] gbk = "姓名,事由,积分,日期\n1号居民,平安宣传,６,2026-03-05\n".getBytes(GBK);
        byte[] workbook = workbook(List.of("1号居民", "平安宣传", 6L, LocalDate.of(2026, 3, 5)));

        assertThat(outcomes(json(post("credits", MARCH, CSV, gbk)))).containsExactly("2 matched " + sequence);
        assertThat(outcomes(json(post("credits", MARCH, XLSX, workbook)))).containsExactly("2 matched " + sequence);
    }

    @Test
    void toleratesDaysUpToTheTolerance() {
        long sequence = credit(first, 2, "2026-03-05", Map.of());
        String table = "会员号,任务,数量,日期\n0001,patrol,2,2026-03-08\n";

        assertThat(outcomes(credits(MARCH + "&toleranceDays=3", table))).containsExactly("2 matched " + sequence);
        assertThat(outcomes(credits(MARCH + "&toleranceDays=2", table)))
                .containsExactly("2 missing-here", "- missing-there " + sequence);
    }

    @Test
    void looksBeyondThePeriodAsFarAsTheTolerance() {
        long before = credit(first, 1, "2026-02-28", Map.of());
        long after = credit(first, 2, "2026-04-01", Map.of());
        credit(first, 3, "2026-04-02", Map.of());
        credit(first, 5, "2026-04-01", Map.of());

        // What lies outside of the period is looked at only to explain what lies inside.
        JsonNode found = credits(MARCH + "&toleranceDays=1", """
                会员号,任务,数量,日期
                0001,patrol,1,2026-03-01
                0001,patrol,2,2026-03-31
                0001,patrol,7,2026-04-01
                0001,patrol,3,2026-04-02
                0001,patrol,5,2026-04-01
                """);

        assertThat(outcomes(found))
                .containsExactly("2 matched " + before, "3 matched " + after, "4 unclear", "5 unclear", "6 unclear");
        assertThat(codes(found, 2)).containsExactly("outside_period");
    }

    @Test
    void showsBothWhereTheAmountsDiffer() {
        long sequence = credit(first, 2, "2026-03-05", Map.of());

        JsonNode found = credits(MARCH, "会员号,任务,数量,积分,日期\n0001,patrol,3,9,2026-03-05\n");

        assertThat(outcomes(found)).containsExactly("2 different " + sequence);
        assertThat(texts(found.at("/items/0/differences"))).containsExactly("quantity", "points");
        assertThat(found.at("/items/0/table/points").asInt()).isEqualTo(9);
        assertThat(found.at("/items/0/books/points").asInt()).isEqualTo(6);
        assertThat(found.at("/summary/different/table/quantity").asInt()).isEqualTo(3);
        assertThat(found.at("/summary/different/books/quantity").asInt()).isEqualTo(2);
    }

    @Test
    void pairsEachTransactionOnce() {
        long one = credit(first, 2, "2026-03-05", Map.of());
        long other = credit(first, 2, "2026-03-05", Map.of());
        long third = credit(second, 1, "2026-03-07", Map.of());
        long fourth = credit(second, 1, "2026-03-07", Map.of());

        JsonNode found = credits(MARCH, """
                会员号,任务,数量,日期
                0001,patrol,2,2026-03-05
                0001,patrol,2,2026-03-05
                0001,patrol,2,2026-03-05
                0002,patrol,1,2026-03-07
                """);

        assertThat(outcomes(found))
                .containsExactly(
                        "2 matched " + one,
                        "3 matched " + other,
                        "4 missing-here",
                        "5 matched " + third,
                        "- missing-there " + fourth);
        assertThat(found.at("/summary/missingHere/table/quantity").asInt()).isEqualTo(2);
        assertThat(found.at("/summary/missingThere/books/points").asInt()).isEqualTo(3);
    }

    @Test
    void leavesAnotherAmountOfTheSameToWhoHasIt() {
        long two = credit(first, 2, "2026-03-05", Map.of());
        long three = credit(first, 3, "2026-03-05", Map.of());

        JsonNode found = credits(MARCH, """
                会员号,任务,数量,日期
                0001,patrol,4,2026-03-05
                0001,patrol,2,2026-03-05
                """);

        assertThat(outcomes(found)).containsExactly("2 different " + three, "3 matched " + two);
    }

    @Test
    void goesByReferenceFirst() {
        long near = credit(first, 2, "2026-03-05", Map.of("reference", "A-1"));
        long far = credit(first, 2, "2026-03-20", Map.of("reference", "A-2"));

        JsonNode found = credits(MARCH + "&toleranceDays=31", """
                会员号,任务,数量,日期,单据号
                0001,patrol,2,2026-03-06,A-2
                0001,patrol,2,2026-03-06,
                """);

        assertThat(outcomes(found)).containsExactly("2 matched " + far, "3 matched " + near);
    }

    @Test
    void saysWhatDiffersUnderTheSameReference() {
        long sequence = credit(first, 2, "2026-03-05", Map.of("reference", "A-1"));

        JsonNode found = credits(MARCH, "会员号,事由,积分,日期,单据号\n0002,扫雪,7,2026-03-09,A-1\n");

        assertThat(outcomes(found)).containsExactly("2 different " + sequence);
        assertThat(texts(found.at("/items/0/differences"))).containsExactly("member", "item", "points", "day");
    }

    @Test
    void neverGuessesBetweenMembersOfOneName() {
        String twin = committee.aMember(Map.of("memberNo", "0003", "displayName", "同名居民"));
        committee.aMember(Map.of("memberNo", "0004", "displayName", "同 名居民"));
        long sequence = credit(twin, 2, "2026-03-05", Map.of());

        JsonNode byName = credits(MARCH, "姓名,任务,数量,日期\n同名居民,patrol,2,2026-03-05\n");
        JsonNode byNumber = credits(MARCH, "会员号,姓名,任务,数量,日期\n0003,同名居民,patrol,2,2026-03-05\n");

        assertThat(outcomes(byName)).containsExactly("2 unclear", "- missing-there " + sequence);
        assertThat(codes(byName, 0)).containsExactly("ambiguous_name");
        assertThat(byName.at("/items/0/faults/0/column").asText()).isEqualTo("displayName");
        assertThat(byName.at("/items/0/faults/0/message").asText()).contains("Several");
        assertThat(outcomes(byNumber)).containsExactly("2 matched " + sequence);
    }

    @Test
    void doesNotBelieveANumberBesideAnotherName() {
        credit(first, 2, "2026-03-05", Map.of());

        JsonNode found = credits(MARCH, "会员号,姓名,任务,数量,日期\n0001,2号居民,patrol,2,2026-03-05\n");

        assertThat(found.at("/items/0/status").asText()).isEqualTo("unclear");
        assertThat(codes(found, 0)).containsExactly("contradictory_name");
    }

    @Test
    void saysWhichNamesAreNotHere() {
        JsonNode found = credits(MARCH, """
                会员号,任务代码,数量,日期
                9999,patrol,2,2026-03-05
                0001,nothing,2,2026-03-05
                """);

        assertThat(outcomes(found)).containsExactly("2 missing-here", "3 missing-here");
        assertThat(codes(found, 0)).containsExactly("unknown_name");
        assertThat(found.at("/items/1/faults/0/column").asText()).isEqualTo("taskCode");
    }

    @Test
    void findsALateCreditInThePeriodItHappenedIn() {
        committee.closeThrough("2026-03-31");
        long late = award(first, 10, "2026-04-02", Map.of("occurredOn", "2026-03-05"));
        long inTime = award(first, 7, "2026-04-02", Map.of());

        JsonNode march = credits(MARCH, "会员号,积分,日期\n0001,10,2026-03-05\n");
        JsonNode april = credits(APRIL, "会员号,积分,日期\n0001,10,2026-04-02\n");

        assertThat(outcomes(march)).containsExactly("2 matched " + late);
        assertThat(march.at("/items/0/books/day").asText()).isEqualTo("2026-03-05");
        assertThat(outcomes(april)).containsExactly("2 different " + inTime);
        assertThat(outcomes(
                        credits("from=2026-03-01&to=2026-04-30", "会员号,积分,日期\n0001,10,2026-03-05\n0001,7,2026-04-02\n")))
                .as("neither is read twice")
                .containsExactly("2 matched " + late, "3 matched " + inTime);
        assertThat(outcomes(credits(APRIL, "会员号,积分,日期\n0002,10,2026-04-02\n")))
                .containsExactly("2 missing-here", "- missing-there " + inTime);
    }

    @Test
    void takesTheDayThingsHappenedWhereATableSaysBoth() {
        long inTime = award(first, 7, "2026-03-06", Map.of());
        committee.closeThrough("2026-03-31");
        long late = award(first, 10, "2026-04-02", Map.of("occurredOn", "2026-03-05"));

        JsonNode found = credits(MARCH, """
                会员号,积分,日期,实际发生日
                0001,10,2026-04-02,2026-03-05
                0001,7,2026-03-06,
                0001,8,,
                0001,9,2026-03-06,三月
                """);

        assertThat(outcomes(found))
                .containsExactly("2 matched " + late, "3 matched " + inTime, "4 unclear", "5 unclear");
        assertThat(codes(found, 2)).containsExactly("required");
        assertThat(codes(found, 3)).containsExactly("not_a_day");
        assertThat(found.at("/items/3/faults/0/column").asText()).isEqualTo("occurredOn");
    }

    @Test
    void goesOnPastCellsThatItCanNotRead() {
        long sequence = credit(first, 2, "2026-03-05", Map.of());

        JsonNode found = credits(MARCH, """
                会员号,任务,数量,日期
                0001,patrol,两小时,2026-03-05
                0001,patrol,2,三月五日
                0001,patrol,-2,
                ,patrol,2,2026-03-05
                0001,patrol,,2026-03-05
                0001,patrol,2,2026-03-05
                """);

        assertThat(outcomes(found))
                .containsExactly(
                        "2 unclear", "3 unclear", "4 unclear", "5 unclear", "6 unclear", "7 matched " + sequence);
        assertThat(codes(found, 0)).containsExactly("not_a_whole_number");
        assertThat(codes(found, 1)).containsExactly("not_a_day");
        assertThat(codes(found, 2)).containsExactly("too_small", "required");
        assertThat(codes(found, 3)).containsExactly("required");
        assertThat(codes(found, 4)).containsExactly("required");
        assertThat(found.at("/summary/unclear/count").asInt()).isEqualTo(5);
    }

    @Test
    void doesNotCountWhatWasReversed() {
        long mistake = credit(first, 2, "2026-03-05", Map.of("reference", "A-1"));
        committee
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);

        JsonNode found = credits(MARCH, "会员号,任务,数量,日期,单据号\n0001,patrol,2,2026-03-05,A-1\n");

        assertThat(outcomes(found)).containsExactly("2 missing-here " + mistake);
        assertThat(found.at("/items/0/books/withdrawnAs").asText()).isEqualTo("reversed");
        assertThat(found.at("/summary/missingHere/books/points").asInt()).isZero();
        assertThat(found.at("/summary/missingThere/count").asInt()).isZero();
    }

    @Test
    void comparesRedemptionsByTheDayTheyWereCollected() {
        String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
        committee.credit(first, 100);
        String soap = Committee.id(
                committee.post("/rewards", Map.of("code", "soap", "title", "肥皂", "kind", "goods", "points", 5)));
        committee.post("/rewards/" + soap + "/receipts", Map.of("quantity", 50)).expect(201);
        String collected = committee.reserved(first, soap, 1);
        long collection = committee
                .collect(collected)
                .expect(200)
                .json()
                .at("/transactions/collection")
                .asLong();
        long waiting = committee
                .redeem(first, soap, 2)
                .json()
                .at("/transactions/reservation")
                .asLong();
        String cancelled = committee.reserved(first, soap, 3);
        long cancelledAt = committee
                .cancel(cancelled)
                .expect(200)
                .json()
                .at("/transactions/reservation")
                .asLong();
        String returned = committee.reserved(first, soap, 4);
        long returnedAt = committee
                .collect(returned)
                .expect(200)
                .json()
                .at("/transactions/collection")
                .asLong();
        committee.takeBack(returned).expect(200);

        JsonNode found = json(post("redemptions", "from=" + today + "&to=" + today, CSV, """
                会员号,兑换品,数量,积分,日期,兑换单号
                0001,肥皂,1,5,TODAY,
                0001,soap,3,15,TODAY,
                0001,soap,4,20,TODAY,
                0001,毛巾,4,20,TODAY,
                0001,,4,20,TODAY,
                """.replace("TODAY", today)
                .getBytes(StandardCharsets.UTF_8)));

        assertThat(outcomes(found))
                .containsExactly(
                        "2 matched " + collection,
                        "3 different " + waiting,
                        "4 missing-here " + returnedAt,
                        "5 missing-here",
                        "6 unclear");
        assertThat(found.at("/items/2/books/withdrawnAs").asText()).isEqualTo("returned");
        assertThat(cancelledAt).isPositive();
        assertThat(outcomes(json(post(
                        "redemptions",
                        "from=" + today + "&to=" + today,
                        CSV,
                        ("会员号,兑换品,数量,日期,兑换单号\n0001,soap,2,2026-01-01," + cancelled + "\n0001,soap,1," + today + ","
                                        + collected + "\n")
                                .getBytes(StandardCharsets.UTF_8)))))
                .containsExactly("2 unclear", "3 matched " + collection, "- missing-there " + waiting);
    }

    @Test
    void postsAndKeepsNothing() {
        credit(first, 2, "2026-03-05", Map.of());
        JsonNode before = committee.get("/books").expect(200).json();

        credits(MARCH, "会员号,任务,数量,日期\n0001,patrol,2,2026-03-05\n0001,patrol,9,2026-03-06\n");

        assertThat(committee.get("/books").expect(200).json()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "kind=credits&from=2026-03-01, to, required",
        "from=2026-03-01&to=2026-03-31, kind, required",
        "kind=debts&from=2026-03-01&to=2026-03-31, kind, invalid_value",
        "kind=credits&from=2026-03-02&to=2026-03-01, to, too_small",
        "kind=credits&from=2025-01-01&to=2026-01-02, to, too_large",
        "kind=credits&from=2026-03-01&to=2026-03-31&toleranceDays=32, toleranceDays, too_large",
        "kind=credits&from=2026-03-01&to=2026-03-31&toleranceDays=-1, toleranceDays, too_small"
    })
    void refusesWhatItIsNotTo(String query, String field, String code) {
        Reply refused = post(query, CSV, "会员号,积分,日期\n0001,2,2026-03-05\n".getBytes(StandardCharsets.UTF_8));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").textValue()).isEqualTo(field);
        assertThat(refused.json().at("/errors/0/code").textValue()).isEqualTo(code);
    }

    @Test
    void takesAWholeLeapYear() {
        assertThat(json(post("credits", "from=2024-01-01&to=2024-12-31", CSV, bytes("会员号,积分,日期\n0001,2,2024-03-05\n")))
                        .at("/items/0/status")
                        .asText())
                .isEqualTo("missing-here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "积分,日期           | missing_column",
                "会员号,日期         | missing_column",
                "会员号,积分         | missing_column",
                "会员号,会员号,积分,日期 | duplicate_column"
            })
    void refusesTablesThatCanNotBeCompared(String headings, String code) {
        Reply refused = post("credits", MARCH, CSV, bytes(headings + "\n1,1,1,1\n"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/code").textValue()).isEqualTo(code);
    }

    @Test
    void namesTheColumnsThatAreMissingAndThoseThatAreThere() {
        Reply refused = post("credits", MARCH, CSV, bytes("积分,日期,备注\n1,2026-03-05,\n"));

        assertThat(refused.json().at("/errors/0/message").textValue())
                .contains("memberNo", "displayName", "member", "积分, 日期, 备注");
    }

    @Test
    void neverAddsUpToMoreThanANumberHolds() {
        JsonNode most = credits(MARCH, "会员号,积分,日期\n" + "0001,100000000000,2026-03-05\n".repeat(20_000));
        JsonNode more = credits(MARCH, "会员号,积分,日期\n0001,100000000001,2026-03-05\n");

        assertThat(most.at("/summary/missingHere/table/points").asLong()).isEqualTo(2_000_000_000_000_000L);
        assertThat(codes(more, 0)).containsExactly("too_large");
    }

    @Test
    void refusesMoreRowsThanItCompares() {
        String row = "0001,1,2026-03-05\n";

        assertThat(json(post("credits", MARCH, CSV, bytes("会员号,积分,日期\n" + row.repeat(20_000))))
                        .at("/summary/missingHere/count")
                        .asInt())
                .isEqualTo(20_000);
        assertThat(post("credits", MARCH, CSV, bytes("会员号,积分,日期\n" + row.repeat(20_001)))
                        .json()
                        .at("/errors/0/code")
                        .textValue())
                .isEqualTo("too_many_rows");
    }

    @Test
    void takesTenMegabytesAndNoMore() {
        String table = "会员号,积分,日期,备注\n";
        String row = "0001,1,2026-03-05," + "x".repeat(1_000) + "\n";
        byte[] most = bytes(table + row.repeat(10_200));

        assertThat(most.length).isBetween(9_500_000, 10 << 20);
        assertThat(post("credits", MARCH, CSV, most).status()).isEqualTo(200);
        Reply refused = post("credits", MARCH, CSV, bytes(table + row.repeat(10_400)));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().get("code").textValue()).isEqualTo("payload_too_large");
    }

    @Test
    void refusesOtherMediaTypes() {
        assertThat(post("credits", MARCH, "application/pdf", bytes("%PDF")).status())
                .isEqualTo(415);
    }

    @Test
    void isForStaffOfTheCommunity() {
        String path = committee.path("/reconciliations?kind=credits&" + MARCH);
        byte[] table = bytes("会员号,积分,日期\n0001,2,2026-03-05\n");

        assertThat(Api.asCommittee(committee.slug()).postFile(path, table, CSV).status())
                .isEqualTo(200);
        assertThat(Api.asIntegrator(committee.slug()).postFile(path, table, CSV).status())
                .isEqualTo(403);
        assertThat(Api.asMember(committee.slug(), first)
                        .postFile(path, table, CSV)
                        .status())
                .isEqualTo(403);
        assertThat(Api.asCommittee(aCommittee(Api.asAdmin()).slug())
                        .postFile(path, table, CSV)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void knowsNothingOfOtherCommunities() {
        Committee other = aCommittee(Api.asAdmin());
        String stranger = other.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));
        other.post("/credits", Map.of("memberId", stranger, "points", 2, "effectiveOn", "2026-03-05"))
                .expect(201);

        assertThat(outcomes(credits(MARCH, "会员号,积分,日期\n0001,2,2026-03-05\n"))).containsExactly("2 missing-here");
    }

    /** One row of a table that is made from the books. */
    private record Booked(long sequence, String memberNo, String item, long points, LocalDate day) {
        String line(long morePoints) {
            return "%s,%s,%d,%s%n".formatted(memberNo, item, points + morePoints, day);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void reportsExactlyWhatWasChangedInATableMadeFromTheBooks(long seed) {
        Random random = new Random(seed);
        List<Booked> booked = book(random);
        List<Booked> shuffled = new ArrayList<>(booked);
        Collections.shuffle(shuffled, random);

        // Whole, with every day off by at most the tolerance.
        StringBuilder whole = new StringBuilder("会员号,任务,积分,日期\n");
        shuffled.forEach(row -> whole.append(new Booked(
                        row.sequence(),
                        row.memberNo(),
                        row.item(),
                        row.points(),
                        inMarch(row.day().plusDays(random.nextInt(5) - 2L)))
                .line(0)));
        JsonNode same = credits(MARCH + "&toleranceDays=2", whole.toString());
        assertThat(same.at("/summary/matched/count").asInt()).as("seed " + seed).isEqualTo(booked.size());
        assertThat(same.at("/items").size()).isEqualTo(booked.size());

        // Some left out, and some with points that no row has.
        int removed = 1 + random.nextInt(5);
        int changed = 1 + random.nextInt(5);
        StringBuilder altered = new StringBuilder("会员号,任务,积分,日期\n");
        for (int i = removed; i < shuffled.size(); i++) {
            altered.append(shuffled.get(i).line(i < removed + changed ? 1000 : 0));
        }
        JsonNode found = credits(MARCH, altered.toString());

        Map<String, Long> points = new TreeMap<>();
        shuffled.subList(0, removed + changed).forEach(row -> points.merge("gone", row.points(), Long::sum));
        assertThat(found.at("/summary/matched/count").asInt())
                .as("seed " + seed)
                .isEqualTo(booked.size() - removed - changed);
        assertThat(found.at("/summary/missingThere/count").asInt())
                .as("seed " + seed)
                .isEqualTo(removed);
        assertThat(found.at("/summary/different/count").asInt())
                .as("seed " + seed)
                .isEqualTo(changed);
        assertThat(found.at("/summary/missingHere/count").asInt())
                .as("seed " + seed)
                .isZero();
        assertThat(found.at("/summary/missingThere/books/points").asLong()
                        + found.at("/summary/different/books/points").asLong())
                .as("seed " + seed)
                .isEqualTo(points.get("gone"));
    }

    private List<Booked> book(Random random) {
        List<Booked> booked = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean one = random.nextBoolean();
            long hours = 1 + random.nextInt(2);
            LocalDate day = LocalDate.of(2026, 3, 1).plusDays(random.nextInt(31));
            boolean task = random.nextBoolean();
            long sequence = task
                    ? credit(one ? first : second, hours, day.toString(), Map.of())
                    : award(one ? first : second, hours, day.toString(), Map.of("reason", "楼道清扫"));
            booked.add(
                    new Booked(sequence, one ? "0001" : "0002", task ? "平安巡逻" : "楼道清扫", task ? hours * 3 : hours, day));
        }
        return booked;
    }

    private static LocalDate inMarch(LocalDate day) {
        LocalDate first = LocalDate.of(2026, 3, 1);
        LocalDate last = LocalDate.of(2026, 3, 31);
        if (day.isBefore(first)) {
            return first;
        }
        return day.isAfter(last) ? last : day;
    }

    /** Hours of the task; answers the transaction's number. */
    private long credit(String member, long hours, String day, Map<String, Object> more) {
        return credited(member, day, Map.of("taskId", patrol, "quantity", hours), more);
    }

    /** Points without a task. */
    private long award(String member, long points, String day, Map<String, Object> more) {
        return credited(member, day, Map.of("points", points), more);
    }

    private long credited(String member, String day, Map<String, Object> what, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(what);
        body.put("memberId", member);
        body.put("effectiveOn", day);
        body.putAll(more);
        return committee
                .post("/credits", body)
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
    }

    private JsonNode credits(String query, String table) {
        return json(post("credits", query, CSV, bytes(table)));
    }

    private Reply post(String kind, String query, String mediaType, byte[] table) {
        return post("kind=" + kind + "&" + query, mediaType, table);
    }

    private Reply post(String query, String mediaType, byte[] table) {
        return Api.asAdmin()
                .with("Accept-Language", "en")
                .postFile(committee.path("/reconciliations?" + query), table, mediaType);
    }

    private static JsonNode json(Reply response) {
        return response.expect(200).json();
    }

    /** Line, status and transaction of each item. */
    private static List<String> outcomes(JsonNode found) {
        List<String> outcomes = new ArrayList<>();
        for (JsonNode item : found.get("items")) {
            String line = item.has("line") ? item.get("line").asText() : "-";
            String sequence =
                    item.has("books") ? " " + item.at("/books/sequence").asText() : "";
            outcomes.add(line + " " + item.get("status").asText() + sequence);
        }
        return outcomes;
    }

    private static List<String> codes(JsonNode found, int item) {
        List<String> codes = new ArrayList<>();
        found.at("/items/" + item + "/faults")
                .forEach(fault -> codes.add(fault.get("code").asText()));
        return codes;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static byte[] bytes(String table) {
        return table.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] workbook(List<Object> row) throws IOException {
        List<OutputColumn<List<Object>>> columns = List.of(
                OutputColumn.text("displayName", "姓名", "Name", cells -> (String) cells.get(0)),
                OutputColumn.text("reason", "事由", "Reason", cells -> (String) cells.get(1)),
                OutputColumn.number("points", "积分", "Points", cells -> (Long) cells.get(2)),
                OutputColumn.day("day", "日期", "Day", cells -> (LocalDate) cells.get(3)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter<List<Object>> writer =
                SheetWriter.open(SheetFormat.XLSX, out, columns, Locale.SIMPLIFIED_CHINESE, ZoneOffset.UTC)) {
            writer.write(row);
            writer.finish();
        }
        return out.toByteArray();
    }
}
