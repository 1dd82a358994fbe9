package org.weijifen.tables.exporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Snapshots;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetRow;

@QuarkusTest
class TableExportTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final int MOST_AT_ONCE = 4;

    @Inject
    Snapshots snapshots;

    private final Committee committee = aCommittee(Api.asAdmin());
    private final String today = LocalDate.now(SHANGHAI).toString();

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "xlsx"})
    void membersCarryTheirBalances(String format) throws IOException {
        String member = committee.aMember(Map.of(
                "memberNo",
                "0001",
                "displayName",
                "1号居民",
                "phone",
                "000 0000 0001",
                "group",
                "resident",
                "household",
                "1-101"));
        committee.credit(member, 100);
        committee.deduct(member, 30);
        String goods = committee.goods(20, 5);
        committee.collect(committee.reserved(member, goods, 1)).expect(200);
        committee.reserved(member, goods, 1);
        String debtor = committee.aMember(Map.of("memberNo", "0002", "displayName", "2号居民"));
        committee.deduct(debtor, 7);
        committee.patch("/members/" + debtor, Map.of("status", "frozen")).expect(200);

        List<List<String>> rows = table(
                export("members?format=" + format),
                "会员号",
                "姓名",
                "电话",
                "人群",
                "住户",
                "状态",
                "可用积分",
                "预留积分",
                "欠分",
                "累计获得",
                "累计消费",
                "累计到期",
                "累计扣减");

        assertThat(rows)
                .containsExactly(
                        List.of(
                                "0001",
                                "1号居民",
                                "000 0000 0001",
                                "resident",
                                "1-101",
                                "正常",
                                "30",
                                "20",
                                "0",
                                "100",
                                "20",
                                "0",
                                "30"),
                        List.of("0002", "2号居民", "", "", "", "冻结", "0", "0", "7", "0", "0", "0", "7"));
    }

    @Test
    void countsWhatLapsedAsExpiredPostedOrNot() throws IOException {
        Committee expiring =
                aCommittee(Api.asAdmin(), Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        expiring.credit(expiring.aMember(), 10);
        MovableClock.set(Instant.now().plusSeconds(70L * 24 * 3600));

        JsonNode member =
                json(Api.asAdmin().get(expiring.path("/exports/members"))).get(0);

        assertThat(member.get("available").asLong()).isZero();
        assertThat(member.get("expired").asLong()).isEqualTo(10);
    }

    @Test
    void transactionsAddUpToTheBooks() throws IOException {
        String member = committee.aMember(Map.of("memberNo", "0001"));
        String task = committee.task(5, "occurrence");
        committee
                .post("/credits", Map.of("memberId", member, "taskId", task, "quantity", 20, "reference", "A-1"))
                .expect(201);
        committee.deduct(member, 3);
        String soap = committee.goods(5, 10);
        String haircut = committee.reward("service", 7, Map.of());
        committee.collect(committee.reserved(member, soap, 2)).expect(200);
        committee.cancel(committee.reserved(member, soap, 1)).expect(200);
        String returned = committee.reserved(member, haircut, 1);
        committee.collect(returned).expect(200);
        committee.takeBack(returned).expect(200);
        committee.reserved(member, haircut, 2);
        JsonNode totals = committee.get("/books").expect(200).json().get("totals");

        JsonNode rows = json(export("transactions"));

        assertThat(sum(rows, "pointsChange"))
                .isEqualTo(totals.at("/points/available").asLong());
        assertThat(sum(rows, "heldChange")).isEqualTo(totals.at("/points/held").asLong());
        assertThat(sum(rows, "spentChange"))
                .isEqualTo(totals.at("/points/spent").asLong());
        assertThat(sum(rows, "unitsChange"))
                .isEqualTo(totals.at("/units/onShelf").asLong());
        assertThat(sum(rows, "reservedChange"))
                .isEqualTo(totals.at("/units/reserved").asLong());
        assertThat(sum(rows, "handedOutChange"))
                .isEqualTo(totals.at("/units/handedOut").asLong());
        assertThat(rows.get(0).get("kind").asText()).isEqualTo("credit");
        assertThat(rows.get(0).get("taskTitle").asText()).startsWith("任务");
        assertThat(rows.get(0).get("reference").asText()).isEqualTo("A-1");
        assertThat(rows.get(0).get("quantity").asLong()).isEqualTo(20);
    }

    @Test
    void transactionsNameMembersAndRewardsInRowsOfTheirOwn() throws IOException {
        String member = committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));
        committee.credit(member, 100);
        String soap = committee.reward("goods", 5, Map.of("code", "soap", "title", "肥皂"));
        committee.post("/rewards/" + soap + "/receipts", Map.of("quantity", 10)).expect(201);
        String redemption = committee.reserved(member, soap, 2);
        long sequence = committee
                .get("/redemptions/" + redemption)
                .json()
                .at("/transactions/reservation")
                .asLong();

        List<List<String>> rows = table(
                export("transactions?format=csv&kind=reservation"),
                "账目序号",
                "日期",
                "类型",
                "会员号",
                "姓名",
                "兑换品代码",
                "兑换品",
                "积分增减",
                "预留积分增减",
                "货架数量增减",
                "预留数量增减");

        assertThat(rows)
                .containsExactly(
                        List.of(sequence + "", today, "兑换预留", "0001", "1号居民", "", "", "-10", "10", "0", "0"),
                        List.of(sequence + "", today, "兑换预留", "", "", "soap", "肥皂", "0", "0", "-2", "2"));
    }

    @Test
    void transactionsKnowTheirReversals() throws IOException {
        String member = committee.aMember();
        long mistake = committee.credit(member, 5).json().get("sequence").asLong();
        long reversal = committee
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "登记有误"))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();

        JsonNode rows = json(export("transactions"));

        assertThat(rows.get(0).get("reversedBy").asLong()).isEqualTo(reversal);
        assertThat(rows.get(1).get("reverses").asLong()).isEqualTo(mistake);
        assertThat(rows.get(1).get("pointsChange").asLong()).isEqualTo(-5);
        assertThat(rows.get(1).get("reason").asText()).isEqualTo("登记有误");
    }

    @Test
    void areNarrowedToDaysAndKinds() throws IOException {
        String member = committee.aMember();
        for (String day : List.of("2026-03-01", "2026-03-02", "2026-03-03")) {
            committee
                    .post("/credits", Map.of("memberId", member, "points", 1, "effectiveOn", day))
                    .expect(201);
        }
        committee.deduct(member, 1);

        assertThat(days(export("transactions?from=2026-03-02"))).containsExactly("2026-03-02", "2026-03-03", today);
        assertThat(days(export("transactions?to=2026-03-02"))).containsExactly("2026-03-01", "2026-03-02");
        assertThat(days(export("transactions?from=2026-03-02&to=2026-03-02"))).containsExactly("2026-03-02");
        assertThat(days(export("transactions?kind=deduction"))).containsExactly(today);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "xlsx"})
    void redemptionsHaveARowForEachLine(String format) throws IOException {
        String member = committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));
        committee.credit(member, 100);
        String soap = committee.reward("goods", 5, Map.of("code", "soap", "title", "肥皂", "costFen", 250));
        committee.post("/rewards/" + soap + "/receipts", Map.of("quantity", 10)).expect(201);
        String haircut = committee.reward("service", 10, Map.of("code", "haircut", "title", "义剪"));
        String collected = Committee.id(committee.post(
                "/redemptions",
                Map.of(
                        "memberId",
                        member,
                        "note",
                        "下午来取",
                        "lines",
                        List.of(Map.of("rewardId", soap, "quantity", 3), Map.of("rewardId", haircut, "quantity", 1)))));
        committee.collect(collected).expect(200);
        committee.cancel(committee.reserved(member, soap, 1)).expect(200);

        List<List<String>> rows = table(
                export("redemptions?format=" + format),
                "申请日",
                "会员号",
                "姓名",
                "兑换品代码",
                "兑换品",
                "数量",
                "单价（积分）",
                "积分",
                "成本（分）",
                "状态",
                "领取日",
                "关闭日",
                "备注");

        assertThat(rows)
                .containsExactly(
                        List.of(today, "0001", "1号居民", "soap", "肥皂", "3", "5", "15", "750", "已领取", today, "", "下午来取"),
                        List.of(today, "0001", "1号居民", "haircut", "义剪", "1", "10", "10", "0", "已领取", today, "", "下午来取"),
                        List.of(today, "0001", "1号居民", "soap", "肥皂", "1", "5", "5", "0", "已取消", "", today, ""));
        assertThat(json(export("redemptions?from=" + LocalDate.parse(today).plusDays(1))))
                .isEmpty();
        assertThat(json(export("redemptions?to=" + today))).hasSize(3);
    }

    @Test
    void stockMovementsSayFromWhereToWhere() throws IOException {
        String member = committee.aMemberWith(100);
        String soap = committee.reward("goods", 5, Map.of("code", "soap", "title", "肥皂"));
        committee
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 10, "reason", "补货", "reference", "D-1"))
                .expect(201);
        committee.collect(committee.reserved(member, soap, 2)).expect(200);

        List<List<String>> rows =
                table(export("stock-movements?format=csv"), "类型", "兑换品代码", "兑换品", "从", "到", "数量", "事由", "单据号");

        assertThat(rows)
                .containsExactly(
                        List.of("入库", "soap", "肥皂", "供应", "货架", "10", "补货", "D-1"),
                        List.of("兑换预留", "soap", "肥皂", "货架", "预留", "2", "", ""),
                        List.of("领取", "soap", "肥皂", "预留", "已发放", "2", "", ""));
    }

    @Test
    void statementsHaveARowForEachFigure() throws IOException {
        String month = YearMonth.now(SHANGHAI).toString();
        String member = committee.aMemberWith(100);
        committee.deduct(member, 30);
        String soap = committee.reward("goods", 5, Map.of("code", "soap", "title", "肥皂", "costFen", 250));
        committee.post("/rewards/" + soap + "/receipts", Map.of("quantity", 10)).expect(201);
        committee.collect(committee.reserved(member, soap, 2)).expect(200);
        JsonNode statement = committee.get("/statements/" + month).expect(200).json();

        Reply csv = export("statements?format=csv&month=" + month);
        List<List<String>> rows = table(csv, "类别", "代码", "项目", "数额", "单位");

        for (String figure : List.of("opening", "issued", "deducted", "redeemed", "closing")) {
            String word = Problems.text(Locale.SIMPLIFIED_CHINESE, "export.figure." + figure);
            assertThat(rows)
                    .contains(List.of(
                            "积分", "", word, statement.at("/points/" + figure).asText(), "分"));
        }
        assertThat(rows)
                .contains(
                        List.of("积分", "", "期末", "60", "分"),
                        List.of("实物", "soap", "期末", "8", "件"),
                        List.of("成本", "", "兑换成本", "500", "分（人民币）"));
        assertThat(csv.header("Content-Disposition")).contains("-statements-" + month + ".csv\"");
    }

    @Test
    void listsToSignHaveActiveMembersAndBlankColumns() throws IOException {
        committee.aMember(
                Map.of("memberNo", "0002", "displayName", "2号居民", "phone", "000 0000 0002", "group", "courier"));
        committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));
        String left = committee.aMember(Map.of("memberNo", "0003", "displayName", "3号居民"));
        committee.patch("/members/" + left, Map.of("status", "left")).expect(200);

        Reply list = export("sign-up-lists?format=csv&title=" + URLEncoder.encode("敬老节/包饺子", StandardCharsets.UTF_8));

        assertThat(table(list, "序号", "会员号", "姓名", "人群", "签到", "领取签字", "备注"))
                .containsExactly(
                        List.of("1", "0001", "1号居民", "", "", "", ""),
                        List.of("2", "0002", "2号居民", "courier", "", "", ""));
        assertThat(list.body()).doesNotContain("电话", "000 0000 0002");
        assertThat(list.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"%s-sign-up-lists-%s.csv\"; filename*=UTF-8''%s-%s-%s.csv"
                        .formatted(
                                committee.slug(),
                                today,
                                committee.slug(),
                                "%E6%95%AC%E8%80%81%E8%8A%82_%E5%8C%85%E9%A5%BA%E5%AD%90",
                                today));
        assertThat(table(export("sign-up-lists?format=csv&group=courier&columns=memberNo,phone"), "会员号", "电话"))
                .containsExactly(List.of("0002", "000 0000 0002"));
    }

    @ParameterizedTest
    @EnumSource(ExportKind.class)
    void haveHeadingsInBothLanguages(ExportKind what) throws IOException {
        String columns = String.join(
                ",", what.source().columns().stream().map(ExportColumn::key).toList());

        for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
            Reply csv = export(what.code() + "?format=csv&columns=" + columns + month(what), language);

            String headings = String.join(
                    ",",
                    what.source().columns().stream()
                            .map(column -> Problems.text(language, "export.column." + column.key()))
                            .toList());
            assertThat(csv.body()).startsWith("\uFEFF" + headings + "\r\n");
            assertThat(csv.header("Content-Language")).isEqualTo(language.toLanguageTag());
        }
    }

    @ParameterizedTest
    @EnumSource(TransactionKind.class)
    void haveAWordForEachKindOfTransaction(TransactionKind kind) {
        assertThat(Problems.text(Locale.SIMPLIFIED_CHINESE, "export.kind." + kind.code()))
                .matches("[\\p{IsHan}]+");
        assertThat(Problems.text(Locale.ENGLISH, "export.kind." + kind.code())).isNotBlank();
    }

    @Test
    void nameTheColumnsThereAreWhenOneIsNot() {
        Reply refused = export("sign-up-lists?columns=memberNo,secret");

        assertThat(refused.json().at("/errors/0/message").textValue())
                .contains("number, memberNo, displayName, group, household, phone, signedIn, received, remarks");
    }

    @Test
    void wordEverythingInEnglishForWhoeverAsks() throws IOException {
        committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));

        Reply members = export("members?format=csv&columns=memberNo,status", Locale.ENGLISH);

        assertThat(members.body()).isEqualTo("\uFEFFMember no.,Status\r\n0001,Active\r\n");
    }

    @Test
    void haveTheColumnsThatWerePickedInThatOrder() throws IOException {
        committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));

        assertThat(export("members?format=csv&columns=displayName,memberNo").body())
                .isEqualTo("\uFEFF姓名,会员号\r\n1号居民,0001\r\n");
        assertThat(export("members?columns=memberNo").body()).isEqualTo("[{\"memberNo\":\"0001\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+8", "-8", "@SUM(A1)", "＝1+1"})
    void neverMakeAFormulaOfAText(String text) throws IOException {
        String member = committee.aMember(Map.of("memberNo", "0001", "displayName", text));
        committee
                .post("/credits", Map.of("memberId", member, "points", 5, "reason", text))
                .expect(201);

        assertThat(export("members?format=csv&columns=displayName").body()).isEqualTo("\uFEFF姓名\r\n'" + text + "\r\n");
        assertThat(table(export("transactions?format=csv"), "事由")).containsExactly(List.of(text));
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(
                export("transactions?format=xlsx&columns=reason,pointsChange").bytes()))) {
            List<org.dhatim.fastexcel.reader.Row> rows =
                    workbook.getFirstSheet().read();
            Cell reason = rows.get(1).getCell(0);
            assertThat(reason.getType()).isEqualTo(CellType.STRING);
            assertThat(reason.getFormula()).isNull();
            assertThat(reason.getText()).isEqualTo(text);
            assertThat(rows.get(1).getCell(1).getType()).isEqualTo(CellType.NUMBER);
        }
        assertThat(json(export("members")).get(0).get("displayName").asText()).isEqualTo(text);
    }

    @Test
    void showInstantsInTheTimeOfTheCommunity() throws IOException {
        String member = committee.aMember();
        Instant recordedAt = Instant.parse(
                committee.credit(member, 1).json().get("recordedAt").asText());

        String shown = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                .withZone(SHANGHAI)
                .format(recordedAt);
        assertThat(table(export("transactions?format=csv"), "记账时间")).containsExactly(List.of(shown));
        assertThat(Instant.parse(
                        json(export("transactions")).get(0).get("recordedAt").asText()))
                .isEqualTo(recordedAt);
    }

    @ParameterizedTest
    @CsvSource({
        "json, application/json",
        "csv, text/csv;charset=UTF-8",
        "xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    })
    void sayWhatTheyAreAndWhatToCallThem(String format, String mediaType) {
        Reply reply = export("members?format=" + format);

        assertThat(reply.header("Content-Type")).isEqualTo(mediaType);
        assertThat(reply.header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"%1$s-members-%2$s.%3$s\"; filename*=UTF-8''%1$s-%%E6%%88%%90%%E5%%91%%98-%2$s.%3$s"
                                .formatted(committee.slug(), today, format));
        assertThat(export("transactions?from=2026-03-01&to=2026-03-31&format=" + format)
                        .header("Content-Disposition"))
                .contains("transactions-2026-03-01_2026-03-31." + format + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "members?columns=memberNo,secret | columns | unknown_column",
                "members?columns=memberNo,memberNo | columns | duplicate",
                "members?format=pdf | format | invalid_value",
                "members?month=2026-03 | month | unknown_field",
                "statements | month | required",
                "statements?month=9999-01 | month | in_future",
                "members?from=2026-03-01 | from | unknown_field",
                "members?kind=credit | kind | unknown_field",
                "members?title=x | title | unknown_field",
                "members?group=A%20B | group | pattern",
                "redemptions?kind=credit | kind | unknown_field",
                "transactions?group=resident | group | unknown_field",
                "transactions?from=2026-03-02&to=2026-03-01 | to | too_small",
                "transactions?from=yesterday | from | not_a_day",
                "transactions?kind=theft | kind | invalid_value"
            })
    void refuseWhatIsNotThere(String request, String field, String code) {
        Reply refused = export(request);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().at("/errors/0/field").textValue()).isEqualTo(field);
        assertThat(refused.json().at("/errors/0/code").textValue()).isEqualTo(code);
    }

    @Test
    void knowNoOtherTables() {
        assertThat(export("secrets").status()).isEqualTo(404);
        assertThat(Api.asAdmin().get("/v1/communities/nowhere/exports/members").status())
                .isEqualTo(404);
    }

    @Test
    void areForStaffOfTheCommunity() {
        String member = committee.aMember();
        String path = committee.path("/exports/members");

        assertThat(Api.asCommittee(committee.slug()).get(path).status()).isEqualTo(200);
        assertThat(Api.asIntegrator(committee.slug()).get(path).status()).isEqualTo(403);
        assertThat(Api.asMember(committee.slug(), member).get(path).status()).isEqualTo(403);
        assertThat(Api.asCommittee(aCommittee(Api.asAdmin()).slug()).get(path).status())
                .isEqualTo(403);
    }

    @Test
    void haveNothingOfOtherCommunities() throws IOException {
        Committee other = aCommittee(Api.asAdmin());
        String member = other.aMemberWith(10);
        other.reserved(member, other.goods(5, 5), 1);

        for (ExportKind what : EnumSet.complementOf(EnumSet.of(ExportKind.STATEMENTS))) {
            assertThat(json(export(what.code()))).as(what.code()).isEmpty();
        }
        assertThat(json(export("statements?month=" + YearMonth.now(SHANGHAI))))
                .allSatisfy(row -> assertThat(row.get("amount").asLong()).isZero());
    }

    @Test
    void areRefusedWhileTooManyReadWholeBooks() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(MOST_AT_ONCE);
        CountDownLatch reading = new CountDownLatch(MOST_AT_ONCE);
        CountDownLatch enough = new CountDownLatch(1);
        try {
            List<CompletableFuture<Void>> others = Stream.generate(() -> CompletableFuture.runAsync(
                            () -> snapshots.<Void, RuntimeException>readWhole(UUID.randomUUID(), connection -> {
                                reading.countDown();
                                awaitQuietly(enough);
                                return null;
                            }),
                            readers))
                    .limit(MOST_AT_ONCE)
                    .toList();
            reading.await();

            Reply refused = export("members?format=xlsx");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
            assertThat(refused.json().get("code").textValue()).isEqualTo("overloaded");
            assertThat(refused.header("Content-Disposition")).isNull();
            enough.countDown();
            others.forEach(CompletableFuture::join);
            assertThat(export("members?format=xlsx").status()).isEqualTo(200);
        } finally {
            enough.countDown();
            readers.shutdown();
        }
    }

    /** What a statement can't be had without. */
    private static String month(ExportKind what) {
        return what == ExportKind.STATEMENTS ? "&month=" + YearMonth.now(SHANGHAI) : "";
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply export(String request) {
        return export(request, Locale.SIMPLIFIED_CHINESE);
    }

    private Reply export(String request, Locale language) {
        return Api.asAdmin()
                .with("Accept-Language", language.toLanguageTag())
                .get(committee.path("/exports/" + request));
    }

    /** The cells below some headings, row by row, as the reader of tables finds them; blank ones are empty texts. */
    private static List<List<String>> table(Reply export, String... headings) throws IOException {
        export.expect(200);
        List<Column> columns = new ArrayList<>();
        for (String heading : headings) {
            columns.add(Column.optional("column" + columns.size(), heading));
        }
        Path file = Files.write(Files.createTempFile("export", null), export.bytes());
        try (Sheet sheet = Sheet.open(file, columns)) {
            assertThat(columns).allMatch(sheet::has);
            List<List<String>> rows = new ArrayList<>();
            while (sheet.hasNext()) {
                SheetRow row = sheet.next();
                rows.add(columns.stream().map(column -> shown(row, column)).toList());
            }
            return rows;
        } finally {
            Files.delete(file);
        }
    }

    /** Days of workbooks are numbers, which are no texts. */
    private static String shown(SheetRow row, Column column) {
        String text = row.text(column, 2000);
        LocalDate day = text == null ? row.day(column, LocalDate.EPOCH, LocalDate.MAX) : null;
        return day != null ? day.toString() : text == null ? "" : text;
    }

    private static List<String> days(Reply export) throws IOException {
        List<String> days = new ArrayList<>();
        json(export).forEach(row -> days.add(row.get("effectiveOn").asText()));
        return days;
    }

    private static long sum(JsonNode rows, String key) {
        long sum = 0;
        for (JsonNode row : rows) {
            sum += row.get(key).asLong();
        }
        return sum;
    }

    private static JsonNode json(Reply export) throws IOException {
        return export.expect(200).json();
    }
}
