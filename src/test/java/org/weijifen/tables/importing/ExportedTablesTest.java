package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.redemption.PickupExpiryJob;
import org.weijifen.tables.importing.AnImport.Finished;

/** What one community has exported, another can import. */
@QuarkusTest
class ExportedTablesTest {
    @Inject
    PickupExpiryJob pickups;

    private final Api api = Api.asAdmin();
    private Committee from;
    private Committee to;

    @BeforeEach
    void open() {
        from = aCommittee(api);
        to = aCommittee(api);
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    private Finished take(String kind, String format, String language) {
        byte[] table = Api.asAdmin()
                .with("Accept-Language", language)
                .get(from.path("/exports/" + kind + "?format=" + format))
                .expect(200)
                .bytes();
        return AnImport.independent(api, to.slug(), kind)
                .of(table, format.equals("csv") ? AnImport.CSV : AnImport.XLSX);
    }

    @ParameterizedTest
    @CsvSource({"csv, zh-CN", "xlsx, zh-CN", "csv, en", "xlsx, en"})
    void members(String format, String language) {
        from.aMember(Map.of(
                "memberNo",
                "0001",
                "displayName",
                "=1号居民",
                "phone",
                "+86 000 0001",
                "group",
                "courier",
                "household",
                "3-101"));
        from.aMember(Map.of("memberNo", "0002", "displayName", "2号居民"));

        Finished taken = take("members", format, language);

        assertThat(taken.counts()).as("%s", taken.told("refused")).isEqualTo(List.of(2L, 0L, 0L));
        assertThat(fields(to, "memberNo", "displayName", "phone", "group", "household"))
                .isEqualTo(fields(from, "memberNo", "displayName", "phone", "group", "household"))
                .hasSize(2);
    }

    private List<List<String>> fields(Committee community, String... names) {
        return StreamSupport.stream(
                        community
                                .get("/members")
                                .expect(200)
                                .json()
                                .get("items")
                                .spliterator(),
                        false)
                .map(member -> List.of(names).stream()
                        .map(name -> member.path(name).asText())
                        .toList())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"csv, zh-CN", "xlsx, zh-CN", "csv, en", "xlsx, en"})
    void redemptions(String format, String language) {
        String member = from.aMember(Map.of("memberNo", "0001"));
        from.credit(member, 100);
        String soap = from.reward("goods", 5, Map.of("code", "soap", "title", "肥皂"));
        from.post("/rewards/" + soap + "/receipts", Map.of("quantity", 20)).expect(201);
        from.handedOut(member, soap, 2);
        from.handedOut(member, soap, 2);
        from.cancel(from.reserved(member, soap, 1)).expect(200);
        from.takeBack(from.handedOut(member, soap, 1)).expect(200);
        from.reserved(member, soap, 1);
        MovableClock.advance(Duration.ofDays(60));
        pickups.run();
        from.reserved(member, soap, 3);
        String other = to.aMember(Map.of("memberNo", "0001"));
        AnImport.independent(api, to.slug(), "opening-balances")
                .of("memberNo,points,effectiveOn", "0001,100,2026-01-01");
        AnImport.independent(api, to.slug(), "rewards")
                .of("rewardCode,title,kind,points,stock,stockedOn", "soap,肥皂,goods,5,20,2026-01-01");

        Finished taken = take("redemptions", format, language);

        assertThat(taken.counts()).as("%s", taken.told("refused")).isEqualTo(List.of(5L, 1L, 0L));
        assertThat(taken.told("refused")).containsExactly("7 outcome still_open");
        assertThat(to.balance(other).get("spent").asLong()).isEqualTo(20);
        assertThat(to.balance(other).get("available").asLong()).isEqualTo(80);
        assertThat(statuses())
                .containsExactlyInAnyOrder("collected", "collected", "cancelled", "cancelled", "cancelled");
        assertThat(take("redemptions", format, language).counts()).isEqualTo(List.of(0L, 1L, 5L));
        to.verify();
    }

    private List<String> statuses() {
        return StreamSupport.stream(
                        to.get("/redemptions").expect(200).json().get("items").spliterator(), false)
                .map(redemption -> redemption.get("status").asText())
                .toList();
    }

    @Test
    void tasksAndRewardsMayBeNamedByTheirTitles() {
        String member = to.aMember(Map.of("memberNo", "a-1"));
        AnImport.independent(api, to.slug(), "tasks")
                .of("任务代码,任务名称,积分,计量", "patrol,巡逻,5,次", "clean-1,清扫,5,次", "clean-2,清扫,5,次");
        Finished rewards = AnImport.independent(api, to.slug(), "rewards")
                .of("兑换品代码,名称,类型,积分", "haircut,理发,服务,4", "repair-1,维修,服务,4", "repair-2,维修,服务,4");
        assertThat(rewards.counts()).isEqualTo(List.of(3L, 0L, 0L));

        Finished activities = AnImport.independent(api, to.slug(), "activities")
                .of(
                        "居民编号,任务,日期",
                        "a-1,巡逻,2026-01-05",
                        "a-1,patrol,2026-01-06",
                        "a-1,清扫,2026-01-05",
                        "a-1,种树,2026-01-05",
                        "a-1,,2026-01-05");
        Finished redemptions = AnImport.independent(api, to.slug(), "redemptions")
                .of("居民编号,兑换品,日期,结果", "a-1,理发,2026-01-07,已领取", "a-1,维修,2026-01-07,已领取", "a-1,按摩,2026-01-07,已领取");

        assertThat(activities.told("accepted")).containsExactly("2 - posted", "3 - posted");
        assertThat(activities.told("refused"))
                .containsExactly("4 task ambiguous_name", "5 task not_found", "6 task required");
        assertThat(activities.rows("refused").get(1).get("message").asText()).contains("种树");
        assertThat(redemptions.told("accepted")).containsExactly("2 - posted");
        assertThat(redemptions.told("refused"))
                .containsExactly("3 rewardTitle ambiguous_name", "4 rewardTitle not_found");
        assertThat(to.balance(member).get("available").asLong()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"activities, '居民编号,日期', 任务编号 / taskCode | 任务 / task", "redemptions, '居民编号,日期,结果', 兑换品 / rewardTitle"})
    void oneOfCodeAndTitleHasToBeThere(String kind, String headings, String missing) {
        var refused = AnImport.independent(api, to.slug(), kind)
                .send(headings + "\na,b,c\n")
                .expect(400);

        JsonNode error = refused.json().get("errors").get(0);
        assertThat(error.get("code").asText()).isEqualTo("missing_column");
        assertThat(error.get("message").asText()).contains(missing);
    }
}
