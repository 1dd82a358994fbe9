package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.tables.importing.AnImport.Finished;

/** What a table says is booked as it says it, or refused; what is passed over is told. */
@QuarkusTest
class NothingInSilenceTest {
    private static final String MARCH = "&from=2026-03-01&to=2026-03-31";

    private final Api api = Api.asAdmin();
    private Committee community;
    private String first;
    private String second;

    @BeforeEach
    void open() {
        community = aCommittee(api);
        first = community.aMember(
                Map.of("memberNo", "001", "displayName", "张三", "phone", "138 0000 0001", "household", "3-101"));
        second = community.aMember(Map.of("memberNo", "002", "displayName", "李 四"));
        community
                .post("/tasks", Map.of("code", "patrol", "title", "平安巡逻", "points", 3, "per", "hour"))
                .expect(201);
        community
                .post("/tasks", Map.of("code", "clean", "title", "清扫", "points", 10, "per", "occurrence"))
                .expect(201);
        community.reward("service", 5, Map.of("code", "soap", "title", "洗手液"));
    }

    private static byte[] file(String name) {
        try (InputStream file = NothingInSilenceTest.class.getResourceAsStream("/tables/" + name)) {
            return Objects.requireNonNull(file).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Finished take(String kind, String name) {
        return AnImport.independent(api, community.slug(), kind).of(file(name), AnImport.CSV);
    }

    private AnImport independent(String kind) {
        return AnImport.independent(api, community.slug(), kind);
    }

    private AnImport additional(String kind) {
        return AnImport.independent(api, community.slug(), kind + "&additional=true");
    }

    private long available(String member) {
        return community.balance(member).get("available").asLong();
    }

    private static JsonNode only(Finished done, String outcome) {
        assertThat(done.rows(outcome)).hasSize(1);
        return done.rows(outcome).get(0);
    }

    private JsonNode reconcile(String kind, byte[] table, String mediaType) {
        return api.postFile(community.path("/reconciliations?kind=" + kind + MARCH), table, mediaType)
                .expect(200)
                .json();
    }

    @Test
    void hoursAreQuantities() {
        Finished done = take("activities", "hours-heading.csv");

        assertThat(done.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(done.view().get("ignoredColumns")).isEmpty();
        assertThat(available(second)).isEqualTo(6);
        assertThat(reconcile("credits", file("hours-heading.csv"), "application/octet-stream")
                        .at("/summary/matched/count")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void unitsAreQuantities() {
        String member = community.aMember(Map.of("memberNo", "R2"));
        independent("opening-balances").of("居民编号,剩余积分,日期", "R2,100,2026-03-01");

        Finished done = take("redemptions", "units-heading.csv");

        assertThat(done.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(available(member)).isEqualTo(85);
    }

    @ParameterizedTest
    @CsvSource({
        "activities, '居民编号,任务,分钟数,日期', '001,平安巡逻,90,2026-03-05', 分钟数",
        "activities, '居民编号,任务,参加情况,日期', '001,平安巡逻,2小时,2026-03-05', 参加情况",
        "redemptions, '居民编号,兑换品,几瓶,日期,状态', '001,洗手液,3,2026-03-05,已领取', 几瓶",
        "rewards, '商品编号,名称,类型,积分,现货', 'x,毛巾,实物,5,20', 现货",
        "rewards, '商品编号,名称,类型,积分,库存,采购花费', 'x,毛巾,实物,5,20,3.50', 采购花费",
        "activities, '居民编号,任务,时长(分钟),日期', '001,平安巡逻,90,2026-03-05', 时长(分钟)"
    })
    void figuresUnderAnUnknownHeadingRefuseTheTable(String kind, String headings, String row, String heading) {
        JsonNode refused =
                independent(kind).send(headings + "\n" + row + "\n").expect(400).json();

        assertThat(refused.at("/errors/0/field").asText()).isEqualTo("file");
        assertThat(refused.at("/errors/0/message").asText()).contains("“" + heading + "”");
        assertThat(community.get("/imports").json().get("items")).isEmpty();
        assertThat(sequence()).isZero();
    }

    private long sequence() {
        return community.get("/books").expect(200).json().get("sequence").asLong();
    }

    @Test
    void figuresFurtherDownRefuseTheirRows() {
        String rows = IntStream.rangeClosed(1, 40)
                .mapToObj(n -> "001,平安巡逻,," + LocalDate.of(2026, 1, 1).plusDays(n))
                .collect(Collectors.joining("\n"));

        Finished done = independent("activities").of("居民编号,任务,几回,日期\n" + rows + "\n001,平安巡逻,3,2026-03-30");

        assertThat(done.counts()).isEqualTo(List.of(40L, 1L, 0L));
        assertThat(done.told("refused")).containsExactly("42 quantity unread_figure");
        assertThat(only(done, "refused").get("message").asText()).contains("几回");
    }

    @Test
    void otherNumbersBesideAreNoQuantities() {
        Finished done = independent("activities")
                .of("序号,居民编号,年龄,任务,日期,备注,身份证号", "1,001,70,平安巡逻,2026-03-05,2,110101199003071000");

        assertThat(done.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(done.view().get("ignoredColumns"))
                .extracting(JsonNode::asText)
                .containsExactly("序号", "年龄", "备注", "身份证号");
    }

    @Test
    void aNumberOfAnIdentityCardIsNoMemberNumber() {
        JsonNode refused = independent("members")
                .send("身份证号,姓名\n110101199003071000,张三\n")
                .expect(400)
                .json();

        assertThat(refused.at("/errors/0/code").asText()).isEqualTo("doubtful_column");
        assertThat(refused.at("/errors/0/message").asText()).contains("身份证号");
    }

    @Test
    void aNameThatIsNotTheMembersRefusesTheRow() {
        Finished done = take("activities", "name-contradicts-number.csv");

        assertThat(done.told("refused")).containsExactly("2 displayName contradictory_name");
        assertThat(only(done, "refused").get("heading").asText()).isEqualTo("姓名");
        assertThat(done.told("accepted")).containsExactly("3 - posted");
        assertThat(available(first)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "姓名, 张　三, ",
        "姓名, 张*, ",
        "姓名, 王三, contradictory_name",
        "手机, +86 13800000001, ",
        "手机, 138****0001, ",
        "手机, 138****0002, contradictory_member",
        "志愿者, 张三, ",
        "志愿者, 001, ",
        "志愿者, 李四, contradictory_name",
        "本次积分, 3, contradictory_points",
        "户号, ３-101, ",
        "户号, 3-102, contradictory_member",
        "积分, 6, ",
        "积分, 3, contradictory_points",
        "单位, 小时, ",
        "单位, 次, other_unit",
        "任务编号, patrol, ",
        "任务编号, clean, contradictory_title",
        "分值, 6.0, "
    })
    void whatStandsBesideHasToAgree(String heading, String cell, String refusal) {
        Finished done =
                independent("activities").of("居民编号,任务,数量,日期," + heading, "001,平安巡逻,2,2026-03-05,\"" + cell + "\"");

        assertThat(done.rows(refusal == null ? "accepted" : "refused"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("code").asText()).isEqualTo(refusal == null ? "posted" : refusal));
        assertThat(available(first)).isEqualTo(refusal == null ? 6 : 0);
        assertThat(done.view().get("ignoredColumns")).isEmpty();
    }

    /** Hours of a task that is counted by times are no times. */
    @ParameterizedTest
    @CsvSource({
        "小时, clean, 0",
        "数量（小时）, clean, 0",
        "次数, patrol, 0",
        "次数, clean, 20",
        "数量, clean, 20",
        "时长, patrol, 6",
        "服务时长, clean, 0",
        "服务小时数, clean, 0",
        "参加次数, patrol, 0",
        "数量(单位：次), patrol, 0"
    })
    void theUnitOfAHeadingHasToBeTheTasks(String heading, String task, long points) {
        Finished done = independent("activities").of("居民编号,任务," + heading + ",日期", "001," + task + ",2,2026-03-05");

        assertThat(available(first)).isEqualTo(points);
        if (points == 0) {
            assertThat(done.told("refused")).containsExactly("2 quantity other_unit");
            assertThat(only(done, "refused").get("heading").asText()).isEqualTo(heading);
        }
    }

    /** One table for tasks of both kinds. */
    @ParameterizedTest
    @CsvSource({
        "数量, 2, 2, 26",
        "数量(次/小时), 2, 2, 26",
        "数量（小时或次）, 2, 2, 26",
        "数量(小时), 2, 1, 16",
        "小时, 2, , 16",
        "小时, 2, 2, 6",
        "数量, 2, , 6",
        "次数, , 2, 20",
        "数量, , 2, 20",
        "小时, , 1, 10"
    })
    void oneColumnMayBeForHoursAndTimes(String heading, String hours, String times, long points) {
        Finished done = independent("activities")
                .of(
                        "居民编号,任务," + heading + ",日期",
                        "001,patrol," + (hours == null ? "" : hours) + ",2026-03-05",
                        "001,clean," + (times == null ? "" : times) + ",2026-03-05");

        assertThat(available(first)).isEqualTo(points);
        if (times == null && !heading.equals("小时")) {
            assertThat(done.told("refused")).containsExactly("3 quantity required");
        }
        if (hours == null) {
            assertThat(done.told("refused")).containsExactly("2 quantity required");
        }
    }

    @Test
    void aBlankQuantityIsOneWhereTheTableHasNoneOnly() {
        independent("opening-balances").of("居民编号,余额,日期", "001,100,2026-03-01");

        Finished blank = independent("redemptions")
                .of("居民编号,兑换品,份数,日期,状态", "001,洗手液,,2026-03-05,已领取", "001,洗手液,2,2026-03-06,已领取");
        Finished none = independent("redemptions").of("居民编号,兑换品,日期,状态", "001,洗手液,2026-03-07,已领取");

        assertThat(blank.told("refused")).containsExactly("2 quantity required");
        assertThat(none.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(available(first)).isEqualTo(85);
    }

    @Test
    void pointsThatAreNotTheTasksRefuseTheRow() {
        Finished done = take("activities", "points-contradict-task.csv");

        assertThat(done.told("refused")).containsExactly("2 points contradictory_points");
        assertThat(only(done, "refused").get("message").asText()).contains("6 分");
        assertThat(available(second)).isZero();
    }

    @Test
    void redemptionsAgreeWithWhatStandsBesideToo() {
        independent("opening-balances").of("居民编号,姓名,余额,日期", "001,张三,100,2026-03-01", "002,王五,100,2026-03-01");

        Finished done = independent("redemptions")
                .of(
                        "居民编号,姓名,商品编号,商品名称,数量,消费积分,日期,是否领取",
                        "001,张三,soap,洗手液,2,10,2026-03-05,是",
                        "001,张三,soap,洗手液,2,-10,2026-03-06,已 领取",
                        "001,张三,soap,洗手液,2,5,2026-03-07,是",
                        "001,张三,soap,毛巾,2,10,2026-03-08,是",
                        "001,李四,soap,洗手液,2,10,2026-03-09,是",
                        "001,张三,soap,洗手液,2,10,2026-03-10,否");

        assertThat(done.told("accepted")).containsExactly("2 - posted", "3 - posted");
        assertThat(done.told("refused"))
                .containsExactly(
                        "4 points contradictory_points",
                        "5 rewardTitle contradictory_title",
                        "6 displayName contradictory_name",
                        "7 outcome still_open");
        assertThat(available(first)).isEqualTo(80);
        assertThat(available(second)).isZero();
    }

    @Test
    void anUpdateOfAMemberSaysWhatChangedAndNotTo() {
        Finished done = independent("members").of("居民编号,姓名,手机,户号", "001,王五,138 0000 0001,3-102");

        JsonNode row = only(done, "accepted");
        assertThat(row.get("code").asText()).isEqualTo("updated");
        assertThat(row.get("message").asText())
                .contains("姓名 / displayName", "户号 / household")
                .doesNotContain("手机", "王五", "3-102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"atomic", "independent"})
    void aNumberComesOnceInAFile(String mode) {
        AnImport members = mode.equals("atomic")
                ? AnImport.atomic(api, community.slug(), "members")
                : AnImport.independent(api, community.slug(), "members");

        Finished done = members.of(file("number-twice.csv"), AnImport.CSV);

        assertThat(done.told("refused")).containsExactly("3 memberNo twice_in_file");
        assertThat(only(done, "refused").get("message").asText()).contains("第 2 行");
        assertThat(only(done, "refused").get("heading").asText()).isEqualTo("居民编号");
        assertThat(done.status()).isEqualTo(mode.equals("atomic") ? "failed" : "done");
        assertThat(community.get("/members?query=b-1").json().get("items").findValuesAsText("displayName"))
                .isEqualTo(mode.equals("atomic") ? List.of() : List.of("丁", "王芳"));
    }

    @ParameterizedTest
    @CsvSource({
        "members, '居民编号,姓名', 'x-1,甲', ' ｘ－１,乙', memberNo",
        "tasks, '任务编号,名称,积分,计量', 'a,A,1,次', 'a,B,2,次', taskCode",
        "rewards, '商品编号,名称,类型,积分', 'a,A,服务,1', 'a,A,服务,1', rewardCode",
        "rewards, '商品编号,名称,类型,积分,库存', 'a,A,实物,1,5', 'a,A,实物,1,6', rewardCode",
        "opening-balances, '居民编号,余额', '001,5', '001,6', memberNo",
        "opening-balances, '居民编号,余额,单号', '001,5,N-1', '002,5,N-1', memberNo"
    })
    void soDoCodesAndBalances(String kind, String headings, String one, String other, String column) {
        for (boolean dryRun : new boolean[] {true, false}) {
            Finished done = (dryRun ? independent(kind).dryRun() : independent(kind)).of(headings, one, other);

            assertThat(done.counts()).isEqualTo(List.of(1L, 1L, 0L));
            assertThat(done.told("refused")).containsExactly("3 " + column + " twice_in_file");
        }
    }

    /** A reconciliation believes neither of two that contradict each other. */
    @ParameterizedTest
    @CsvSource({
        "任务编号, clean, contradictory_title",
        "任务编号, patrol,",
        "志愿者, 李四, contradictory_name",
        "志愿者, 张三,",
        "手机, 138****0002, contradictory_member",
        "电话, +86 13800000001,",
        "户号, 3-102, contradictory_member",
        "户号, ３-101,",
        "单位, 次, other_unit",
        "单位, 按小时,",
        "单位, 府西社区,"
    })
    void reconciliationsCheckWhatStandsBesideToo(String heading, String cell, String code) {
        independent("activities").of("居民编号,任务,数量,日期", "001,平安巡逻,2,2026-03-05");
        String table = "居民编号,任务,数量,日期," + heading + "\n001,平安巡逻,2,2026-03-05," + cell + "\n";

        JsonNode row = reconcile("credits", table.getBytes(StandardCharsets.UTF_8), AnImport.CSV)
                .at("/items/0");

        assertThat(row.get("status").asText()).isEqualTo(code == null ? "matched" : "unclear");
        assertThat(row.at("/faults/0/code").asText("")).isEqualTo(code == null ? "" : code);
    }

    @Test
    void totalsAndLinesToSignArePassedOverAndTold() {
        Finished done = AnImport.atomic(api, community.slug(), "activities").of(file("total-row.csv"), AnImport.CSV);

        assertThat(done.status()).isEqualTo("done");
        assertThat(done.told("accepted")).containsExactly("3 - posted");
        assertThat(done.told("skipped")).containsExactly("5 - total", "6 - total", "7 - total", "8 - signature");
        assertThat(done.view().at("/rows/skipped").asLong()).isEqualTo(4);
        assertThat(done.view().at("/rows/total").asLong()).isEqualTo(5);
        assertThat(done.rows("skipped").get(0).get("message").asText()).contains("合计");
        JsonNode found = reconcile("credits", file("total-row.csv"), AnImport.CSV);
        assertThat(found.at("/summary/matched/count").asLong()).isEqualTo(1);
        assertThat(found.at("/summary/unclear/count").asLong()).isZero();
        assertThat(found.at("/summary/skipped/count").asLong()).isEqualTo(4);
        assertThat(found.at("/summary/skipped/table/quantity").asLong()).isZero();
        assertThat(found.at("/items/1/faults/0/code").asText()).isEqualTo("total");
    }

    /** Headings further down that name more columns don't begin the table anew. */
    @Test
    void rowsAboveOtherHeadingsAreRead() {
        Finished done = independent("activities")
                .of(
                        "编号：,A-7,日期：,2026-03-31",
                        "居民编号,任务,数量,日期",
                        "001,平安巡逻,2,2026-03-05",
                        "居民编号,姓名,任务,数量,日期",
                        "002,李四,平安巡逻,3,2026-03-06");

        assertThat(done.told("accepted")).containsExactly("3 - posted");
        assertThat(done.told("refused")).containsExactly("4 E cell_without_heading", "5 E cell_without_heading");
    }

    @Test
    void repeatedHeadingsArePassedOverAndRowsOfMembersNever() {
        community.aMember(Map.of("memberNo", "003", "displayName", "合计"));

        Finished done = independent("activities")
                .of(
                        "居民编号,姓名,任务,数量,日期,备注",
                        "001,张三,平安巡逻,2,2026-03-05,",
                        "居民编号,姓名,任务,数量,日期,备注",
                        "本页小计：,,,2,,",
                        "003,合计,平安巡逻,2,2026-03-05,",
                        "001,张三,合计,2,2026-03-05,",
                        "2026年3月合计,,,4,,",
                        ",,平安巡逻,2,2026-03-06,经办人：王芳");

        assertThat(done.told("accepted")).containsExactly("2 - posted", "5 - posted");
        assertThat(done.told("skipped")).containsExactly("3 - repeated_headings", "4 - total", "7 - total");
        assertThat(done.told("refused")).containsExactly("6 task not_found", "8 memberNo required");
    }

    @Test
    void aCorrectedFileSaysWhatDiffers() {
        take("activities", "corrected-before.csv");
        long before = community
                .get("/transactions?kind=credit")
                .json()
                .at("/items/0/sequence")
                .asLong();

        Finished after = take("activities", "corrected-after.csv");

        assertThat(after.told("refused")).containsExactly("2 quantity differs_from_imported");
        assertThat(only(after, "refused").get("message").asText()).contains("第 " + before + " 号", "数量 2", "3");
        assertThat(available(second)).isEqualTo(6);
        Finished added = additional("activities").of(file("corrected-after.csv"), AnImport.CSV);
        assertThat(added.view().get("additional").asBoolean()).isTrue();
        assertThat(added.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(available(second)).isEqualTo(15);
        assertThat(additional("activities")
                        .of(file("corrected-after.csv"), AnImport.CSV)
                        .counts())
                .isEqualTo(List.of(0L, 0L, 1L));
        assertThat(take("activities", "corrected-after.csv").counts()).isEqualTo(List.of(0L, 0L, 1L));
        assertThat(take("activities", "corrected-before.csv").counts()).isEqualTo(List.of(0L, 0L, 1L));
    }

    @Test
    void whatWasTakenBackDiffersFromNothing() {
        take("activities", "corrected-before.csv");
        long before = community
                .get("/transactions?kind=credit")
                .json()
                .at("/items/0/sequence")
                .asLong();
        community
                .post("/transactions/" + before + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);

        assertThat(take("activities", "corrected-after.csv").counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(available(second)).isEqualTo(9);
    }

    /** Morning and afternoon of one day stand in one file; one that is sent again with more rows says what it said. */
    @Test
    void rowsOfOneFileAreFactsOfTheirOwn() {
        String[] morning = {"居民编号,任务,数量,日期", "001,平安巡逻,2,2026-03-05", "001,平安巡逻,3,2026-03-05", "001,平安巡逻,2,2026-03-05"};
        String[] more = {
            "居民编号,任务,数量,日期",
            "001,平安巡逻,3,2026-03-05",
            "001,patrol,1,2026-03-05",
            "001,平安巡逻,2,2026-03-05",
            "001,平安巡逻,2,2026-03-05"
        };

        assertThat(independent("activities").of(morning).counts()).isEqualTo(List.of(3L, 0L, 0L));
        Finished again = AnImport.atomic(api, community.slug(), "activities").of(more);

        assertThat(again.counts()).isEqualTo(List.of(1L, 0L, 3L));
        assertThat(available(first)).isEqualTo(24);
        Finished corrected =
                independent("activities").of("居民编号,任务,数量,日期", "001,平安巡逻,3,2026-03-05", "001,平安巡逻,4,2026-03-05");
        assertThat(corrected.told("refused")).containsExactly("3 quantity differs_from_imported");
        assertThat(corrected.told("unchanged")).containsExactly("2 - already_there");
    }

    /** The same fact told by code instead of title was booked twice. */
    @Test
    void aFactThatIsToldOtherwiseIsNotBookedTwice() {
        independent("activities").of("居民编号,任务,数量,日期,单号", "001,平安巡逻,2,2026-03-05,N-1");

        Finished again = independent("activities").of("居民编号,任务编号,数量,日期", "001,patrol,2,2026-03-05");
        Finished numbered = independent("activities").of("居民编号,任务编号,数量,日期,单号", "001,patrol,2,2026-03-05,N-2");

        assertThat(again.told("refused")).containsExactly("2 quantity differs_from_imported");
        assertThat(numbered.counts()).isEqualTo(List.of(1L, 0L, 0L));
    }

    @Test
    void aCorrectedRedemptionSaysWhatDiffers() {
        independent("opening-balances").of("居民编号,余额,日期", "001,100,2026-03-01");
        String headings = "居民编号,兑换品,数量,日期,状态";
        Finished before = independent("redemptions").of(headings, "001,洗手液,2,2026-03-05,已领取");

        for (String corrected : List.of("001,洗手液,3,2026-03-05,已领取", "001,soap,2,2026-03-05,已领取")) {
            assertThat(independent("redemptions").of(headings, corrected).told("refused"))
                    .containsExactly("2 quantity differs_from_imported");
        }
        for (String withdrawn : List.of("001,洗手液,2,2026-03-05,已取消", "001,洗手液,2,2026-03-05,积分不足")) {
            assertThat(independent("redemptions").of(headings, withdrawn).told("refused"))
                    .containsExactly("2 outcome differs_from_imported");
        }
        assertThat(available(first)).isEqualTo(90);
        community.takeBack(only(before, "accepted").get("id").asText()).expect(200);
        assertThat(independent("redemptions")
                        .of(headings, "001,洗手液,3,2026-03-05,已领取")
                        .counts())
                .isEqualTo(List.of(1L, 0L, 0L));
        assertThat(available(first)).isEqualTo(85);
        community.verify();
    }

    @Test
    void aCorrectedOpeningBalanceSaysWhatDiffers() {
        independent("opening-balances").of("居民编号,余额,日期", "001,100,2026-03-01");

        Finished corrected = independent("opening-balances").of("居民编号,余额,日期", "001,120,2026-03-01");

        assertThat(corrected.told("refused")).containsExactly("2 points differs_from_opening");
        assertThat(only(corrected, "refused").get("message").asText()).contains("100", "120");
        community.post("/transactions/1/reversal", Map.of("reason", "登记有误")).expect(201);
        assertThat(independent("opening-balances")
                        .of("居民编号,余额,日期", "001,120,2026-03-01")
                        .counts())
                .isEqualTo(List.of(1L, 0L, 0L));
        assertThat(available(first)).isEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"1,200\"', 1200",
        "'\"1，200\"', 1200",
        "1 200, 1200",
        "'\"1,20\"', ",
        "'\"12,00\"', ",
        "1 20, ",
        "1.5, ",
        "'\"0,200\"', "
    })
    void thousandsAreReadAsSuchOrNotAtAll(String cell, Long points) {
        Finished done = independent("opening-balances").of("居民编号,余额", "001," + cell);

        if (points == null) {
            assertThat(done.told("refused")).containsExactly("2 points not_a_whole_number");
        }
        assertThat(available(first)).isEqualTo(points == null ? 0 : points);
    }

    @ParameterizedTest
    @CsvSource({"'\"1,250.00\"', 125000", "'\"1,50\"', ", "2.5, 250"})
    void soAreAmountsOfMoney(String cell, Long fen) {
        Finished done = independent("rewards").of("商品编号,名称,类型,积分,成本", "x,毛巾,服务,5," + cell);

        if (fen == null) {
            assertThat(done.told("refused")).containsExactly("2 costYuan not_money");
        } else {
            assertThat(community.get("/rewards").json().get("items").findValuesAsText("costFen"))
                    .contains(fen.toString());
        }
    }

    @Test
    void lostZerosAreNamedWhereOneMemberHasThem() {
        community.aMember(Map.of("memberNo", "0002"));

        Finished done = independent("activities")
                .of("居民编号,任务,数量,日期", "1,平安巡逻,2,2026-03-05", "2,平安巡逻,2,2026-03-05", "9,平安巡逻,2,2026-03-05");

        assertThat(done.told("refused"))
                .containsExactly("2 memberNo not_found", "3 memberNo not_found", "4 memberNo not_found");
        assertThat(done.rows("refused").get(0).get("message").asText()).contains("“1”", "“001”", "Excel");
        assertThat(done.rows("refused").get(1).get("message").asText()).doesNotContain("Excel");
        assertThat(done.rows("refused").get(2).get("message").asText()).doesNotContain("Excel");
    }

    @Test
    void goodsThatAreOutOfStockAreNamed() {
        independent("opening-balances").of("居民编号,余额,日期", "001,100,2026-03-01");
        independent("rewards").of("商品编号,名称,类型,积分,库存,入库日期", "towel,毛巾,实物,5,2,2026-03-01");

        Finished done = independent("redemptions").of("居民编号,奖品,份数,日期,状态", "001,毛巾,3,2026-03-05,已领取");

        assertThat(done.told("refused")).containsExactly("2 rewardTitle out_of_stock");
        assertThat(only(done, "refused").get("heading").asText()).isEqualTo("奖品");
        assertThat(only(done, "refused").get("message").asText()).contains("towel 毛巾");
    }

    /** A file that comes with the setting is another order than the same file without it. */
    @Test
    void theSettingIsPartOfTheOrder() {
        byte[] file = file("corrected-before.csv");

        Finished one = independent("activities").of(file, AnImport.CSV);
        Finished other = additional("activities").of(file, AnImport.CSV);

        assertThat(one.location()).isNotEqualTo(other.location());
        assertThat(new String(file, StandardCharsets.UTF_8)).contains("002");
        assertThat(available(second)).isEqualTo(6);
    }
}
