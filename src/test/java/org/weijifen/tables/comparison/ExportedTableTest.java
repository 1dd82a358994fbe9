package org.weijifen.tables.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

/** Tables that were exported here agree with the books they came from, as they are. */
@QuarkusTest
class ExportedTableTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private static final String LAST_YEAR = "from=%s&to=%s".formatted(TODAY.minusDays(365), TODAY);

    private final Committee committee = aCommittee(Api.asAdmin());
    private final String first = committee.aMember(Map.of("memberNo", "0001", "displayName", "1号居民"));
    private final String second = committee.aMember(Map.of("memberNo", "0002", "displayName", "2号居民"));

    @ParameterizedTest
    @CsvSource({"csv, zh-CN", "csv, en", "xlsx, zh-CN", "xlsx, en"})
    void creditsAgree(String format, String language) throws IOException {
        credit(Map.of("memberId", first, "points", 10, "reason", "=楼道清扫", "reference", "A-1"));
        credit(Map.of("memberId", second, "taskId", committee.task(3, "hour"), "quantity", 2));
        String happened = TODAY.minusDays(100).toString();
        committee.closeThrough(happened);
        credit(Map.of("memberId", first, "points", 7, "reason", "扫雪", "occurredOn", happened));

        JsonNode found = reconcile("credits", LAST_YEAR, export("transactions?kind=credit&format=" + format, language));

        assertThat(statuses(found)).containsExactly("matched", "matched", "matched");
        assertThat(found.at("/items/2/table/day").asText()).isEqualTo(happened);
        assertThat(found.at("/summary/matched/table")).isEqualTo(found.at("/summary/matched/books"));
        assertThat(found.at("/summary/matched/books/points").asInt()).isEqualTo(23);
    }

    /** What happened before the days that are compared, and was booked on one of them, is in the export of these days. */
    @ParameterizedTest
    @CsvSource({"csv, zh-CN", "xlsx, en"})
    void lateCreditsAgreeInTheDaysTheyWereBooked(String format, String language) throws IOException {
        String happened = TODAY.minusDays(100).toString();
        committee.closeThrough(happened);
        credit(Map.of("memberId", first, "points", 7, "reason", "扫雪", "occurredOn", happened));
        credit(Map.of("memberId", second, "points", 7, "reason", "扫雪"));
        String days = "from=%s&to=%s".formatted(TODAY.minusDays(10), TODAY);
        Reply table = export("transactions?kind=credit&format=" + format + "&" + days, language);

        JsonNode found = reconcile("credits", days, table);

        assertThat(statuses(found)).containsExactly("matched", "matched");
        assertThat(found.at("/summary/matched/table")).isEqualTo(found.at("/summary/matched/books"));
        assertThat(statuses(reconcile("credits", LAST_YEAR, table))).containsExactly("matched", "matched");
        JsonNode before =
                reconcile("credits", "from=%s&to=%s".formatted(TODAY.minusDays(120), TODAY.minusDays(90)), table);
        assertThat(statuses(before)).containsExactly("matched", "unclear");
    }

    @ParameterizedTest
    @CsvSource({"csv, zh-CN", "csv, en", "xlsx, zh-CN", "xlsx, en"})
    void whatIsNoCreditOrWasReversedIsSkipped(String format, String language) throws IOException {
        credit(Map.of("memberId", first, "points", 50, "reason", "扫雪"));
        long mistake = credit(Map.of("memberId", first, "points", 9, "reason", "扫雪"));
        committee
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);
        committee.deduct(first, 4);
        committee.handedOut(first, committee.goods(5, 10), 1);

        Reply table = export("transactions?format=" + format, language);
        JsonNode found = reconcile("credits", LAST_YEAR, table);

        assertThat(statuses(found))
                .startsWith("matched", "skipped", "skipped", "skipped")
                .contains("skipped")
                .doesNotContain("unclear", "missing-here", "missing-there", "different");
        assertThat(found.at("/summary/skipped/count").asInt())
                .isEqualTo(found.at("/summary/rows").asInt() - 1);
    }

    @ParameterizedTest
    @CsvSource({"csv, zh-CN", "csv, en", "xlsx, zh-CN", "xlsx, en"})
    void redemptionsAgree(String format, String language) throws IOException {
        committee.credit(first, 100);
        String soap = committee.goods(5, 20);
        String haircut = committee.reward("service", 7, Map.of());
        committee
                .collect(Committee.id(committee.post(
                        "/redemptions",
                        Map.of(
                                "memberId",
                                first,
                                "lines",
                                List.of(
                                        Map.of("rewardId", soap, "quantity", 3),
                                        Map.of("rewardId", haircut, "quantity", 1))))))
                .expect(200);
        committee.cancel(committee.reserved(first, soap, 2)).expect(200);
        committee.takeBack(committee.handedOut(first, soap, 1)).expect(200);
        committee.reserved(first, haircut, 2);

        JsonNode found = reconcile(
                "redemptions",
                "from=%s&to=%s".formatted(TODAY, TODAY),
                export("redemptions?format=" + format, language));

        assertThat(statuses(found)).containsExactly("matched", "matched", "skipped", "skipped", "matched");
        assertThat(found.at("/summary/matched/table")).isEqualTo(found.at("/summary/matched/books"));
        assertThat(found.at("/summary/skipped/table/points").asInt()).isEqualTo(15);
    }

    @Test
    void whatATableSaysIsCancelledAndTheBooksDoNotIsMissingThere() throws IOException {
        committee.credit(first, 100);
        committee.handedOut(first, committee.goods(5, 20), 1);
        String table = export("redemptions?format=csv", "zh-CN").body();

        JsonNode found = reconcile(
                "redemptions",
                "from=%s&to=%s".formatted(TODAY, TODAY),
                "text/csv",
                table.replace("已领取", "已取消").getBytes(StandardCharsets.UTF_8));

        assertThat(table).contains("已领取");
        assertThat(statuses(found)).containsExactly("skipped", "missing-there");
    }

    @Test
    void otherWordsForKindsAreSomebodysOwn() throws IOException {
        credit(Map.of("memberId", first, "points", 10, "effectiveOn", "2026-03-05"));

        JsonNode found = reconcile(
                "credits",
                "from=2026-03-01&to=2026-03-31",
                "text/csv",
                "会员号,类型,积分,日期\n0001,志愿服务,10,2026-03-05\n0001,积分扣减,两分,2026-03-05\n".getBytes(StandardCharsets.UTF_8));

        assertThat(statuses(found)).containsExactly("matched", "skipped");
        assertThat(found.at("/items/1").has("faults")).isFalse();
    }

    private long credit(Map<String, Object> body) {
        return committee
                .post("/credits", body)
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
    }

    private Reply export(String request, String language) {
        return Api.asAdmin()
                .with("Accept-Language", language)
                .get(committee.path("/exports/" + request))
                .expect(200);
    }

    private JsonNode reconcile(String kind, String period, Reply table) throws IOException {
        return reconcile(kind, period, table.header("Content-Type").split(";", 2)[0], table.bytes());
    }

    private JsonNode reconcile(String kind, String period, String mediaType, byte[] table) throws IOException {
        String path = committee.path("/reconciliations?kind=" + kind + "&" + period);
        return Api.asAdmin().postFile(path, table, mediaType).expect(200).json();
    }

    private static List<String> statuses(JsonNode found) {
        return Arrays.asList(found.findValuesAsText("status").toArray(String[]::new));
    }
}
