package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.tables.importing.AnImport.Finished;

@QuarkusTest
class ImportTest {
    private final Api api = Api.asAdmin();
    private Committee community;

    @BeforeEach
    void open() {
        community = aCommittee(api);
    }

    private AnImport independent(String kind) {
        return AnImport.independent(api, community.slug(), kind);
    }

    private AnImport atomic(String kind) {
        return AnImport.atomic(api, community.slug(), kind);
    }

    private JsonNode onlyMember() {
        return community.get("/members").expect(200).json().get("items").get(0);
    }

    private JsonNode only(String list) {
        return community.get(list).expect(200).json().get("items").get(0);
    }

    private long sequence() {
        return community.get("/books").expect(200).json().get("sequence").asLong();
    }

    @Test
    void understandsTheUsualChineseHeadings() {
        Finished done = independent("members")
                .of("居民编号,姓名,手机,人群,户号,加入日期,备注", "a-1,1号居民,138 0000 0000,resident,3-101,2025-01-01,x");

        assertThat(done.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(done.view().get("ignoredColumns"))
                .extracting(JsonNode::asText)
                .containsExactly("加入日期", "备注");
        JsonNode member = onlyMember();
        assertThat(member.get("displayName").asText()).isEqualTo("1号居民");
        assertThat(member.get("phone").asText()).isEqualTo("138 0000 0000");
        assertThat(member.get("household").asText()).isEqualTo("3-101");
        assertThat(done.rows("accepted").get(0).get("id").asText())
                .isEqualTo(member.get("id").asText());
    }

    @Test
    void understandsWhatExcelSavesInChina() {
        byte[] file = "居民编号,姓名\na-1,一号居民\n".getBytes(Charset.forName("GB18030"));

        independent("members").of(file, AnImport.CSV);

        assertThat(onlyMember().get("displayName").asText()).isEqualTo("一号居民");
    }

    @Test
    void bringsMembersUpToDateAndLeavesWhatIsBlank() {
        independent("members").of("memberNo,displayName,phone,group", "a-1,一号,13800000000,resident", "a-2,,,");

        Finished again =
                independent("members").of("memberNo,displayName,phone,group", "a-1,一号,,courier", "a-2,,,", "a-3,,,");

        assertThat(again.told("accepted")).containsExactly("2 - updated", "4 - created");
        assertThat(again.told("unchanged")).containsExactly("3 - already_there");
        JsonNode member = onlyMember();
        assertThat(member.get("phone").asText()).isEqualTo("13800000000");
        assertThat(member.get("group").asText()).isEqualTo("courier");
        assertThat(only("/members?query=a-2").get("displayName").asText()).isEqualTo("a-2");
    }

    @Test
    void tellsEachRowThatIsWrongAndTakesTheOthers() {
        Finished done = independent("members")
                .of(
                        "memberNo,phone,community",
                        "a-1,,",
                        "b 2,,",
                        ",,",
                        "a-3,call me,",
                        "a-4,,elsewhere",
                        "a-5,," + community.slug());

        assertThat(done.status()).isEqualTo("done");
        assertThat(done.counts()).isEqualTo(List.of(2L, 3L, 0L));
        assertThat(done.told("refused"))
                .containsExactly("3 memberNo pattern", "5 phone pattern", "6 community other_community");
        assertThat(done.rows("refused").get(0).get("message").asText()).isEqualTo("格式不对。");
    }

    @Test
    void changesNothingInADryRunAndTellsTheSame() {
        community.aMember(Map.of("memberNo", "a-1"));
        community.reward("goods", 5, Map.of("code", "soap"));
        String rewards = "rewardCode,title,kind,points,stock\nsoap,肥皂,实物,6,10\nmask,口罩,goods,3,5\ncut,义剪,服务,3,5";

        Finished tried = independent("rewards").dryRun().of(rewards);

        assertThat(tried.counts()).isEqualTo(List.of(2L, 1L, 0L));
        assertThat(sequence()).isZero();
        assertThat(community.get("/rewards").json().get("items")).hasSize(1);
        assertThat(tried.rows("accepted")).noneMatch(row -> row.has("sequence"));
        Finished done = independent("rewards").of(rewards);
        assertThat(done.told("accepted")).isEqualTo(tried.told("accepted"));
        assertThat(done.told("refused")).isEqualTo(tried.told("refused")).containsExactly("4 stock no_stock");
        assertThat(done.rows("accepted")).allMatch(row -> row.has("sequence"));
        assertThat(tried.view().get("dryRun").asBoolean()).isTrue();
    }

    @Test
    void takesAllRowsOrNone() {
        String[] rows = {"taskCode,title,points,per", "patrol,巡逻,3,小时", "photo,随手拍,0,次", "snow,扫雪,6,小时"};

        Finished failed = atomic("tasks").of(rows);

        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.problem()).isEqualTo("import_rows_refused");
        assertThat(failed.view().get("problem").get("message").asText()).contains("1 行");
        assertThat(failed.counts()).isEqualTo(List.of(0L, 1L, 0L));
        assertThat(failed.told("refused")).containsExactly("3 points too_small");
        assertThat(community.get("/tasks").json().get("items")).isEmpty();
        rows[2] = "photo,随手拍,1,次";
        assertThat(atomic("tasks").of(rows).status()).isEqualTo("done");
        assertThat(community.get("/tasks").json().get("items")).hasSize(3);
    }

    @Test
    void undoesTheBooksWhenARuleRefusesOneRow() {
        independent("members").of("memberNo", "a-1", "a-2");

        Finished failed = atomic("opening-balances")
                .of("memberNo,points,effectiveOn", "a-1,10,2026-01-01", "a-9,5,2026-01-01", "a-2,5,2026-01-01");

        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.told("refused")).containsExactly("3 memberNo not_found");
        assertThat(sequence()).isZero();
        community.verify();
    }

    @Test
    void countsTheFirstStockOnceWithItsCost() {
        String rewards = "商品编号,名称,类型,积分,库存,成本(元),产地\nsoap,肥皂,实物,5,72,2.50,\nmeal,爱心餐,商家套餐,18,,9.9,merchant-01";

        Finished done = independent("rewards").of(rewards);
        Finished again = independent("rewards").of(rewards);

        assertThat(done.view().get("ignoredColumns"))
                .extracting(JsonNode::asText)
                .containsExactly("产地");
        assertThat(again.counts()).isEqualTo(List.of(0L, 0L, 2L));
        JsonNode soap = only("/rewards?kind=goods");
        assertThat(soap.get("costFen").asLong()).isEqualTo(250);
        assertThat(soap.get("stock").get("onShelf").asLong()).isEqualTo(72);
        JsonNode receipt = only("/transactions?kind=stock-receipt");
        assertThat(receipt.get("unitCostFen").asLong()).isEqualTo(250);
        assertThat(only("/rewards?kind=merchant-package").get("costFen").asLong())
                .isEqualTo(990);
        assertThat(independent("rewards")
                        .of("商品编号,名称,类型,积分,库存", "soap,肥皂,实物,5,80")
                        .told("refused"))
                .containsExactly("2 stock duplicate_reference");
    }

    @Test
    void givesRewardsTheirMerchantsAndAddsNewOnes() {
        String known = Committee.id(community.post("/merchants", Map.of("code", "canteen", "title", "府西食堂")));
        String retired = Committee.id(community.post("/merchants", Map.of("code", "gone", "title", "老店")));
        community.patch("/merchants/" + retired, Map.of("status", "retired")).expect(200);
        String[] file = {
            "rewardCode,title,kind,points,商家",
            "soap,肥皂,goods,5,",
            "lunch,午餐,merchant-package,5,府西食堂",
            "dinner,晚餐,merchant-package,5,canteen",
            "haircut,理发,service,5,merchant-01",
            "shave,修面,service,5,merchant-01",
            "mop,拖把,goods,5,canteen",
            "tea,茶,service,5,某某 茶馆",
            "cake,蛋糕,service,5,gone",
            "set,套餐,merchant-package,5," + known
        };

        Finished done = independent("rewards").of(file);

        assertThat(done.told("refused"))
                .containsExactly(
                        "7 merchant not_for_goods",
                        "8 merchant unknown_merchant",
                        "9 - merchant_retired",
                        "10 merchant unknown_merchant");
        Map<String, String> merchants = new HashMap<>();
        community
                .get("/merchants")
                .json()
                .get("items")
                .forEach(merchant -> merchants.put(
                        merchant.get("id").asText(),
                        merchant.get("code").asText() + " "
                                + merchant.get("title").asText()));
        assertThat(merchants.values()).containsExactlyInAnyOrder("canteen 府西食堂", "gone 老店", "merchant-01 merchant-01");
        assertThat(merchants.keySet()).contains(known);
        assertThat(merchantsOfRewards(merchants))
                .isEqualTo(Map.of(
                        "soap",
                        "",
                        "lunch",
                        "canteen 府西食堂",
                        "dinner",
                        "canteen 府西食堂",
                        "haircut",
                        "merchant-01 merchant-01",
                        "shave",
                        "merchant-01 merchant-01"));
        assertThat(independent("rewards").of(file).counts()).isEqualTo(List.of(0L, 4L, 5L));
        assertThat(community.get("/merchants").json().get("items")).hasSize(3);
    }

    private Map<String, String> merchantsOfRewards(Map<String, String> merchants) {
        Map<String, String> found = new HashMap<>();
        community
                .get("/rewards")
                .json()
                .get("items")
                .forEach(reward -> found.put(
                        reward.get("code").asText(),
                        merchants.getOrDefault(reward.path("merchantId").asText(), "")));
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rewards; rewardCode,title,kind,points; a,A,gift,1; kind not_one_of; goods / 实物, service / 服务, merchant-package / 商家套餐",
                "tasks; taskCode,title,points,per; a,A,1,day; per not_one_of; occurrence / 次, hour / 小时",
                "members; memberNo,group; a-1,快递; group not_a_group; courier",
                "redemptions; memberNo,rewardCode,requestedOn,outcome; a-1,soap,2026-01-01,lost; outcome not_one_of; cancelled / 已取消, expired / 逾期未领"
            })
    void namesTheAllowedValuesInBothLanguages(String kind, String headings, String row, String fault, String allowed) {
        Finished done = independent(kind).of(headings, row);

        assertThat(done.told("refused")).containsExactly("2 " + fault);
        for (String language : List.of("zh-CN", "en")) {
            assertThat(Api.asAdmin()
                            .with("Accept-Language", language)
                            .get(done.location() + "/rows")
                            .json()
                            .at("/items/0/message")
                            .textValue())
                    .contains(allowed);
        }
    }

    @Test
    void refusesToChangeWhatStandsForEver() {
        independent("tasks").of("taskCode,title,points,per", "patrol,巡逻,3,hour");
        independent("rewards").of("rewardCode,title,kind,points", "cut,义剪,service,3");

        assertThat(independent("tasks")
                        .of("taskCode,title,points,per", "patrol,巡逻,3,occurrence")
                        .told("refused"))
                .containsExactly("2 per stands_for_ever");
        assertThat(independent("rewards")
                        .of("rewardCode,title,kind,points", "cut,义剪,goods,3")
                        .told("refused"))
                .containsExactly("2 kind stands_for_ever");
    }

    @Test
    void creditsPastActivitiesOnTheirDay() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("tasks").of("taskCode,title,points,per", "patrol,巡逻,3,hour");

        Finished done = independent("activities")
                .of("居民编号,任务编号,数量,日期,单号", "a-1,patrol,2,2025/10/1,A-1", "a-1,patrol,1,2025年11月2日,A-2");

        JsonNode credits =
                community.get("/transactions?kind=credit").expect(200).json().get("items");
        assertThat(credits).hasSize(2);
        assertThat(only("/transactions?kind=credit&to=2025-10-31")
                        .get("reference")
                        .asText())
                .isEqualTo("A-1");
        assertThat(only("/transactions?kind=credit&to=2025-10-31")
                        .get("effectiveOn")
                        .asText())
                .isEqualTo("2025-10-01");
        assertThat(done.rows("accepted").get(0).get("sequence").asLong()).isEqualTo(1);
        assertThat(community
                        .balance(onlyMember().get("id").asText())
                        .get("earned")
                        .asLong())
                .isEqualTo(9);
    }

    @Test
    void takesTwoEqualRowsWithoutReferenceForTwoFactsOnce() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("tasks").of("taskCode,title,points,per", "patrol,巡逻,3,hour");
        String[] rows = {
            "memberNo,taskCode,quantity,effectiveOn",
            "a-1,patrol,1,2025-10-01",
            "a-1,patrol,1,2025-10-01",
            "a-1,patrol,1,2025-10-02"
        };

        Finished done = independent("activities").of(rows);
        Finished again = independent("activities").of(rows);

        assertThat(done.counts()).isEqualTo(List.of(3L, 0L, 0L));
        assertThat(again.counts()).isEqualTo(List.of(0L, 0L, 3L));
        assertThat(sequence()).isEqualTo(3);
    }

    @Test
    void refusesAReferenceThatSaysSomethingElse() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("tasks").of("taskCode,title,points,per", "patrol,巡逻,3,hour");
        independent("activities").of("memberNo,taskCode,quantity,effectiveOn,reference", "a-1,patrol,1,2025-10-01,A-1");

        Finished again = independent("activities")
                .of(
                        "memberNo,taskCode,quantity,effectiveOn,reference",
                        "a-1,patrol,2,2025-10-01,A-1",
                        "a-1,patrol,1,2025-10-01,A-1",
                        "a-1,patrol,1,2025-10-03,A-3",
                        "a-1,patrol,2,2025-10-03,A-3");

        assertThat(again.told("refused")).containsExactly("2 - duplicate_reference", "5 - duplicate_reference");
        assertThat(again.told("unchanged")).containsExactly("3 - already_there");
        assertThat(again.told("accepted")).containsExactly("4 - posted");
    }

    @Test
    void refusesDaysToCome() {
        community.aMember(Map.of("memberNo", "a-1"));
        LocalDate tomorrow = LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(1);

        assertThat(independent("opening-balances")
                        .of("memberNo,points,effectiveOn", "a-1,5," + tomorrow)
                        .told("refused"))
                .containsExactly("2 effectiveOn too_late");
    }

    @Test
    void refusesAnotherOpeningBalanceOfTheSameMember() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("opening-balances").of("编号,期初积分,日期", "a-1,100,2026-01-01");

        Finished corrected = independent("opening-balances").of("编号,期初积分,日期", "a-1,120,2026-01-01");

        assertThat(corrected.counts()).isEqualTo(List.of(0L, 1L, 0L));
        assertThat(community
                        .balance(onlyMember().get("id").asText())
                        .get("available")
                        .asLong())
                .isEqualTo(100);
    }

    /** What was handed out before anything had come in, by their days: whoever signs has to know. */
    @Test
    void notesAMonthWhoseStockIsBelowZero() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("opening-balances").of("编号,期初积分,日期", "a-1,120,2025-10-01");
        String soap = community.reward("goods", 5, Map.of("code", "soap"));
        community.post("/rewards/" + soap + "/receipts", Map.of("quantity", 20)).expect(201);
        independent("redemptions").of("编号,商品编号,日期,结果", "a-1,soap,2025-10-05,已领取");

        JsonNode prepared = community
                .post("/closings", Map.of("month", "2025-10"))
                .expect(201)
                .json();

        assertThat(prepared.get("checks")).anySatisfy(check -> {
            assertThat(check.get("name").asText()).isEqualTo("stock_below_zero");
            assertThat(check.get("outcome").asText()).isEqualTo("noted");
            assertThat(check.at("/findings/0").asText()).isEqualTo(soap);
        });
        assertThat(prepared.get("checks")).anySatisfy(check -> {
            assertThat(check.get("name").asText()).isEqualTo("handed_out_without_cost");
            assertThat(check.get("outcome").asText()).isEqualTo("noted");
            assertThat(check.at("/findings/0").asText()).isEqualTo(soap);
        });
    }

    /** A late activity goes into an open month, and says when it was. */
    @Test
    void takesLateActivitiesWithTheDayTheyHappened() {
        community.aMember(Map.of("memberNo", "a-1"));
        community
                .post("/tasks", Map.of("code", "patrol", "title", "巡逻", "points", 3, "per", "hour"))
                .expect(201);
        String[] late = {"编号,任务编号,日期,实际发生日", "a-1,patrol,2026-01-05,2025-12-30"};
        assertThat(independent("activities").of(late).counts()).isEqualTo(List.of(0L, 1L, 0L));
        close("2025-12");

        assertThat(independent("activities").of(late).counts()).isEqualTo(List.of(1L, 0L, 0L));

        JsonNode credit = only("/transactions?kind=credit");
        assertThat(credit.get("effectiveOn").asText()).isEqualTo("2026-01-05");
        assertThat(credit.get("occurredOn").asText()).isEqualTo("2025-12-30");
        assertThat(independent("activities").of(late).counts()).isEqualTo(List.of(0L, 0L, 1L));
    }

    /** So does a late redemption; what happened on an open day is sent to that day. */
    @Test
    void takesLateRedemptionsWithTheDayTheyHappened() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("opening-balances").of("编号,期初积分,日期", "a-1,120,2026-01-01");
        independent("rewards").of("rewardCode,title,kind,points,stock", "soap,肥皂,goods,5,2");
        String[] late = {"编号,商品编号,日期,实际发生日,结果", "a-1,soap,2026-01-05,2025-12-30,已领取"};

        Finished open = independent("redemptions").of(late);
        close("2025-12");
        Finished closed = independent("redemptions").of(late);
        Finished neverLate = independent("redemptions").of("编号,商品编号,日期,结果", "a-1,soap,2025-12-30,已领取");

        assertThat(open.counts()).isEqualTo(List.of(0L, 1L, 0L));
        assertThat(open.rows("refused").toString()).contains("2025-12-30").contains("requestedOn");
        assertThat(closed.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(neverLate.rows("refused").toString()).contains("requestedOn").contains("occurredOn");
        for (String kind : List.of("reservation", "collection")) {
            JsonNode fact = only("/transactions?kind=" + kind);
            assertThat(fact.get("effectiveOn").asText()).isEqualTo("2026-01-05");
            assertThat(fact.get("occurredOn").asText()).isEqualTo("2025-12-30");
        }
        assertThat(independent("redemptions").of(late).counts()).isEqualTo(List.of(0L, 0L, 1L));
        community.verify();
    }

    private void close(String month) {
        community.post("/closings", Map.of("month", month)).expect(201);
        Api.asCommittee(community.slug())
                .post(community.path("/closings/" + month + "/sign"), community.closing(month))
                .expect(200);
    }

    @Test
    void bringsOpeningBalancesIn() {
        community.aMember(Map.of("memberNo", "a-1"));

        Finished done = independent("opening-balances").of("编号,期初积分,日期", "a-1,120,2026-01-01");

        JsonNode opening = only("/transactions?kind=opening-balance");
        assertThat(opening.get("effectiveOn").asText()).isEqualTo("2026-01-01");
        assertThat(opening.get("sequence").asLong())
                .isEqualTo(done.rows("accepted").get(0).get("sequence").asLong());
        assertThat(community
                        .balance(onlyMember().get("id").asText())
                        .get("available")
                        .asLong())
                .isEqualTo(120);
        assertThat(independent("opening-balances")
                        .of("编号,期初积分,日期", "a-1,120,2026-01-01")
                        .counts())
                .isEqualTo(List.of(0L, 0L, 1L));
    }

    @Test
    void takesPastRedemptionsInTheirOrderAgainstWhatIsThere() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("opening-balances").of("memberNo,points,effectiveOn", "a-1,20,2025-12-01");
        independent("rewards").of("rewardCode,title,kind,points,stock", "soap,肥皂,goods,5,2");

        Finished done = independent("redemptions")
                .of(
                        "居民编号,商品编号,数量,日期,结果,单号",
                        "a-1,soap,1,2025-12-02,已领取,R-1",
                        "a-1,soap,1,2025-12-03,已取消,R-2",
                        "a-1,soap,2,2025-12-04,已领取,R-3",
                        "a-1,soap,5,2025-12-04,refused-points,R-4",
                        "a-1,soap,5,2025-12-04,已领取,R-5",
                        "a-1,soap,1,2025-12-05,已领取,R-6");

        assertThat(done.told("accepted")).containsExactly("2 - posted", "3 - posted", "7 - posted");
        assertThat(done.told("refused")).containsExactly("4 rewardCode out_of_stock", "6 - insufficient_points");
        assertThat(done.told("unchanged")).containsExactly("5 - not_carried_out");
        JsonNode redemption = community
                .get("/redemptions/" + done.rows("accepted").get(0).get("id").asText())
                .expect(200)
                .json();
        assertThat(redemption.get("status").asText()).isEqualTo("collected");
        assertThat(redemption.get("requestedOn").asText()).isEqualTo("2025-12-02");
        assertThat(redemption.has("pickupCode")).isFalse();
        assertThat(only("/transactions?kind=collection&to=2025-12-02")
                        .get("effectiveOn")
                        .asText())
                .isEqualTo("2025-12-02");
        assertThat(community
                        .balance(onlyMember().get("id").asText())
                        .get("spent")
                        .asLong())
                .isEqualTo(10);
        community.verify();
    }

    @Test
    void triesRedemptionsAsAWhole() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("opening-balances").of("memberNo,points,effectiveOn", "a-1,8,2025-12-01");
        independent("rewards").of("rewardCode,title,kind,points", "cut,义剪,service,5");

        Finished tried = independent("redemptions")
                .dryRun()
                .of(
                        "memberNo,rewardCode,requestedOn,outcome",
                        "a-1,cut,2025-12-02,collected",
                        "a-1,cut,2025-12-02,collected");

        assertThat(tried.told("accepted")).containsExactly("2 - posted");
        assertThat(tried.told("refused")).containsExactly("3 - insufficient_points");
        assertThat(tried.rows("accepted").get(0).has("id")).isFalse();
        assertThat(community.get("/redemptions").json().get("items")).isEmpty();
    }

    @Test
    void seesEachOtherAcrossPages() {
        String members =
                "memberNo\n" + IntStream.range(0, 1200).mapToObj(n -> "m-" + n).collect(Collectors.joining("\n"));

        Finished done = independent("members").of(members + "\nm-0");

        assertThat(done.counts()).isEqualTo(List.of(1200L, 1L, 0L));
        assertThat(done.rows("accepted")).hasSize(1200);
        assertThat(done.told("refused")).containsExactly("1202 memberNo twice_in_file");
        assertThat(done.rows("refused").get(0).get("message").asText()).contains("第 2 行");
    }

    @Test
    void findsOneBadRowInTenThousand() {
        community.aMember(Map.of("memberNo", "a-1"));
        independent("tasks").of("taskCode,title,points,per", "patrol,巡逻,3,hour");
        String rows = "memberNo,taskCode,quantity,effectiveOn,reference\n"
                + IntStream.range(0, 10_000)
                        .mapToObj(n -> "a-1,patrol," + (n == 7_000 ? "many" : "1") + ",2025-10-01,A-" + n)
                        .collect(Collectors.joining("\n"));

        Finished failed = atomic("activities").of(rows);

        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.told("refused")).containsExactly("7002 quantity not_a_whole_number");
        assertThat(sequence()).isZero();
        Finished done = atomic("activities").of(rows.replace("many", "1"));
        assertThat(done.counts()).isEqualTo(List.of(10_000L, 0L, 0L));
        assertThat(sequence()).isEqualTo(10_000);
        community.verify();
    }

    @Test
    void refusesAnAtomicFileThatIsTooLongToBeOneTransaction() {
        String rows = "memberNo\n"
                + IntStream.rangeClosed(0, ImportRun.MOST_AS_A_WHOLE)
                        .mapToObj(n -> "m-" + n)
                        .collect(Collectors.joining("\n"));

        Finished failed = atomic("members").of(rows);

        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.problem()).isEqualTo("limit_exceeded");
        assertThat(community.get("/members").json().get("items")).isEmpty();
    }

    @Test
    void triesLongFilesInPagesThatKnowOfEachOther() {
        String rows = "memberNo,displayName\n"
                + IntStream.rangeClosed(0, ImportRun.MOST_AS_A_WHOLE)
                        .mapToObj(n -> "m-" + n + ",")
                        .collect(Collectors.joining("\n"));

        Finished tried = independent("members").dryRun().of(rows + "\nm-0,\nm-1,一号");

        assertThat(tried.counts()).isEqualTo(List.of(ImportRun.MOST_AS_A_WHOLE + 1L, 2L, 0L));
        assertThat(community.get("/members").json().get("items")).isEmpty();
    }

    @Test
    void answersTheSameImportWhileTheSameFileIsInHand() {
        String rows =
                "memberNo\n" + IntStream.range(0, 5_000).mapToObj(n -> "m-" + n).collect(Collectors.joining("\n"));

        List<Reply> replies = InParallel.times(4, n -> independent("members").send(rows));

        long imports = replies.stream()
                .map(reply -> reply.expect(202).headers().firstValue("Location").orElseThrow())
                .distinct()
                .peek(location -> assertThat(
                                independent("members").finished(location).status())
                        .isEqualTo("done"))
                .count();
        assertThat(imports).isEqualTo(1);
    }

    @Test
    void listsImportsTheNewestFirst() {
        independent("members").of("memberNo", "a-1");
        independent("members").dryRun().of("memberNo", "a-2");

        JsonNode page = community.get("/imports?limit=1").expect(200).json();
        JsonNode rest = community
                .get("/imports?cursor=" + page.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(page.get("items").get(0).get("dryRun").asBoolean()).isTrue();
        assertThat(rest.get("items")).hasSize(1);
        assertThat(rest.get("items").get(0).get("dryRun").asBoolean()).isFalse();
    }

    @Test
    void tellsInTheReadersLanguage() {
        Finished done = independent("members").of("memberNo", "b 2");

        JsonNode row = Api.asAdmin()
                .with("Accept-Language", "en")
                .get(done.location() + "/rows")
                .expect(200)
                .json()
                .get("items")
                .get(0);
        assertThat(row.get("message").asText()).isEqualTo("Has the wrong form.");
    }

    @Test
    void isForStaffOfTheCommunity() {
        Finished done = independent("members").of("memberNo", "a-1");
        String other = aCommittee(api).slug();
        Api stranger = Api.asCommittee(other);
        Api integrator = Api.asIntegrator(community.slug());
        Api staff = Api.asCommittee(community.slug());

        for (Api caller : List.of(stranger, integrator)) {
            assertThat(AnImport.independent(caller, community.slug(), "members")
                            .send("memberNo\na-2")
                            .status())
                    .isEqualTo(403);
            assertThat(caller.get(done.location()).status()).isEqualTo(403);
            assertThat(caller.get(done.location() + "/rows").status()).isEqualTo(403);
        }
        assertThat(Api.here()
                        .postFile(
                                community.path("/imports?kind=members&mode=atomic"),
                                "memberNo\na-2".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                AnImport.CSV)
                        .status())
                .isEqualTo(401);
        assertThat(staff.get(done.location()).status()).isEqualTo(200);
        assertThat(stranger.get(done.location().replace(community.slug(), other))
                        .expect(404)
                        .code())
                .isEqualTo("not_found");
        assertThat(community.get("/imports/" + UUID.randomUUID()).expect(404).code())
                .isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "?mode=atomic, kind, required",
        "?kind=members, mode, required",
        "?kind=people&mode=atomic, kind, invalid_value",
        "?kind=members&mode=some, mode, invalid_value",
        "?kind=members&mode=atomic&dryRun=, dryRun, invalid_type",
        "?kind=members&mode=atomic&dryRun=true&dryRun=false, dryRun, duplicate"
    })
    void refusesUnclearOrders(String query, String parameter, String code) {
        JsonNode error = api.postFile(community.path("/imports" + query), "memberNo\na-1".getBytes(), AnImport.CSV)
                .expect(400)
                .json()
                .get("errors")
                .get(0);

        assertThat(error.get("field").asText()).isEqualTo(parameter);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(community.get("/imports").json().get("items")).isEmpty();
    }
}
