package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.tables.importing.AnImport.Finished;

/** A file that was corrected says what differs from what was imported before; further files are booked without a word. */
@QuarkusTest
class CorrectedFilesTest {
    private static final String HEADINGS = "居民编号,任务,数量,日期";
    private static final List<String> LIST =
            List.of("001,巡逻,2,2026-03-05", "002,巡逻,2,2026-03-06", "001,清扫,1,2026-03-07", "002,清扫,1,2026-03-08");
    private static final List<String> NUMBERED = LIST.stream()
            .map(row -> row + ",N-" + row.substring(row.length() - 2))
            .toList();

    private final Api api = Api.asAdmin();
    private Committee community;
    private String first;

    @BeforeEach
    void open() {
        community = aCommittee(api);
        first = community.aMember(Map.of("memberNo", "001"));
        community.aMember(Map.of("memberNo", "002"));
        community.aMember(Map.of("memberNo", "003"));
        task("patrol", "巡逻", "hour");
        task("clean", "清扫", "occurrence");
        community.reward("service", 5, Map.of("code", "soap", "title", "洗手液"));
        community.reward("service", 7, Map.of("code", "cut", "title", "义剪"));
    }

    private void task(String code, String title, String per) {
        community
                .post("/tasks", Map.of("code", code, "title", title, "points", 3, "per", per))
                .expect(201);
    }

    private Finished take(String kind, String headings, List<String> rows) {
        return AnImport.independent(api, community.slug(), kind).of(lines(headings, rows));
    }

    private Finished take(List<String> rows) {
        return take("activities", HEADINGS, rows);
    }

    private static String[] lines(String headings, List<String> rows) {
        return Stream.concat(Stream.of(headings), rows.stream()).toArray(String[]::new);
    }

    private static List<String> with(List<String> rows, int index, String row) {
        List<String> changed = new ArrayList<>(rows);
        changed.set(index, row);
        return changed;
    }

    private long sequence() {
        return community.get("/books").expect(200).json().get("sequence").asLong();
    }

    @ParameterizedTest
    @CsvSource({
        "'001,巡逻,2,2026-03-15', effectiveOn, 2026-03-05",
        "'003,巡逻,2,2026-03-05', memberNo, 001",
        "'001,清扫,2,2026-03-05', task, 巡逻",
        "'001,clean,2,2026-03-05', task, 巡逻"
    })
    void sayWhatDiffersInsteadOfBeingBookedBeside(String row, String column, String before) {
        take(LIST);
        long booked = sequence();
        List<String> corrected = with(LIST, 0, row);

        Finished tried = AnImport.independent(api, community.slug(), "activities")
                .dryRun()
                .of(lines(HEADINGS, corrected));
        Finished whole = AnImport.atomic(api, community.slug(), "activities").of(lines(HEADINGS, corrected));
        Finished each = take(corrected);

        for (Finished done : List.of(tried, whole, each)) {
            assertThat(done.told("refused")).containsExactly("2 " + column + " differs_from_imported");
            String message = done.rows("refused").get(0).get("message").asText();
            assertThat(message).contains("第 2 行", "第 1 号记录", before, "additional=true");
        }
        assertThat(each.told("unchanged")).hasSize(3);
        assertThat(sequence()).isEqualTo(booked);

        community.post("/transactions/1/reversal", Map.of("reason", "登记有误")).expect(201);
        assertThat(take(corrected).counts()).isEqualTo(List.of(1L, 0L, 3L));
        assertThat(take(corrected).counts()).isEqualTo(List.of(0L, 0L, 4L));
    }

    @Test
    void countOnTopWhereThatIsMeant() {
        take(LIST);
        List<String> corrected = with(LIST, 0, "001,巡逻,2,2026-03-15");

        Finished added = AnImport.independent(api, community.slug(), "activities&additional=true")
                .of(lines(HEADINGS, corrected));

        assertThat(added.counts()).isEqualTo(List.of(1L, 0L, 3L));
        assertThat(take(corrected).counts()).isEqualTo(List.of(0L, 0L, 4L));
    }

    @Test
    void sayThatAFactHasAnotherNumber() {
        String headings = HEADINGS + ",单号";
        take("activities", headings, NUMBERED);

        Finished other = take("activities", headings, with(NUMBERED, 1, LIST.get(1) + ",N-9"));
        Finished none = take("activities", headings, with(NUMBERED, 1, LIST.get(1) + ","));

        assertThat(other.told("refused")).containsExactly("3 reference differs_from_imported");
        assertThat(other.rows("refused").get(0).get("message").asText()).contains("N-06");
        assertThat(none.told("refused")).containsExactly("3 quantity differs_from_imported");
        assertThat(none.told("unchanged")).hasSize(3);
    }

    /** The same people and tasks, week by week: as a list of its own, or below all that was there before. */
    @Test
    void areNotTakenForFurtherLists() {
        List<String> all = new ArrayList<>();
        for (int week = 0; week < 3; week++) {
            List<String> more = list(LocalDate.of(2026, 3, 2).plusWeeks(week));
            all.addAll(more);

            assertThat(take(more).counts()).isEqualTo(List.of(4L, 0L, 0L));
        }
        all.addAll(list(LocalDate.of(2026, 3, 24)));

        assertThat(take(all).counts()).isEqualTo(List.of(4L, 0L, 12L));
    }

    private static List<String> list(LocalDate day) {
        return Stream.of("001,巡逻,2,", "002,巡逻,2,", "001,清扫,1,", "002,清扫,1,")
                .map(row -> row + day)
                .toList();
    }

    /** One row that two lists have in common makes neither the other's correction. */
    @Test
    void haveHalfOfTheirRowsInCommon() {
        take(LIST);
        List<String> other = List.of(LIST.get(1), "001,巡逻,2,2026-03-15", "002,清扫,1,2026-03-15");

        assertThat(take(other).counts()).isEqualTo(List.of(2L, 0L, 1L));
    }

    private static List<String> patrols(int days) {
        return IntStream.range(0, days)
                .mapToObj(n ->
                        "00" + (1 + n % 2) + ",巡逻,2," + LocalDate.of(2022, 1, 1).plusDays(n))
                .toList();
    }

    private static String ofThird(String row) {
        return row.replaceFirst("00[12]", "003");
    }

    /** A list of one building, out of one of all: others did the same on the same days. */
    @ParameterizedTest
    @ValueSource(ints = {20, 1_000})
    void areNotTakenForPartsWithLateRows(int rowsOfAll) {
        List<String> all = patrols(rowsOfAll);
        take(all);
        List<String> part = new ArrayList<>(all.subList(0, 10));
        all.subList(10, 15).forEach(row -> part.add(ofThird(row)));

        assertThat(take(part).counts()).isEqualTo(List.of(5L, 0L, 10L));
    }

    @Test
    void mayLeaveOutRowsBesides() {
        List<String> all = patrols(10);
        take(all);
        List<String> corrected = new ArrayList<>(all);
        corrected.set(2, ofThird(all.get(2)));
        corrected.set(6, ofThird(all.get(6)));
        corrected.subList(8, 10).clear();

        Finished done = take(corrected);

        assertThat(done.told("refused"))
                .containsExactly("4 memberNo differs_from_imported", "8 memberNo differs_from_imported");
        assertThat(done.rows("refused").get(0).get("message").asText()).contains("第 4 行", "第 3 号记录");
        assertThat(done.rows("refused").get(1).get("message").asText()).contains("第 8 行", "第 7 号记录");
    }

    /** The last 29 days, sent every other day: the first one drops out, and another comes in. */
    @Test
    void areNotTakenForListsThatMoveOn() {
        take(everyOtherDay(0));

        assertThat(take(everyOtherDay(2)).counts()).isEqualTo(List.of(1L, 0L, 14L));
        List<String> last = everyOtherDay(4);
        assertThat(take(last).counts()).isEqualTo(List.of(1L, 0L, 14L));
        assertThat(take(with(last, 5, patrol(15))).told("refused"))
                .containsExactly("7 effectiveOn differs_from_imported");
        List<String> withLateRow =
                Stream.concat(everyOtherDay(6).stream(), Stream.of(patrol(17))).toList();
        Finished next = take(withLateRow);
        assertThat(next.told("refused")).containsExactly("17 effectiveOn differs_from_imported");
        assertThat(next.counts()).isEqualTo(List.of(1L, 1L, 14L));
    }

    private static List<String> everyOtherDay(int first) {
        return IntStream.range(0, 15).mapToObj(n -> patrol(first + 2 * n)).toList();
    }

    private static String patrol(int day) {
        return "001,巡逻,2," + LocalDate.of(2026, 3, 1).plusDays(day);
    }

    @Test
    void thatDifferInTwoThingsHaveNewFacts() {
        take(LIST);

        assertThat(take(with(LIST, 0, "003,巡逻,2,2026-03-15")).counts()).isEqualTo(List.of(1L, 0L, 3L));
    }

    /** Each version stands for all that it says, whichever of them it was that brought it. */
    @Test
    void mayBeCorrectedOnceMore() {
        take(LIST);
        List<String> longer =
                Stream.concat(LIST.stream(), Stream.of("003,巡逻,1,2026-03-09")).toList();
        take(longer);

        Finished done = take(with(longer, 4, "003,巡逻,1,2026-03-10"));

        assertThat(done.told("refused")).containsExactly("6 effectiveOn differs_from_imported");
        assertThat(done.told("unchanged")).hasSize(4);
    }

    /** What a trial had is in no books. */
    @Test
    void correctNoTrial() {
        AnImport.independent(api, community.slug(), "activities").dryRun().of(lines(HEADINGS, LIST));

        assertThat(take(with(LIST, 0, "001,巡逻,2,2026-03-15")).counts()).isEqualTo(List.of(4L, 0L, 0L));
    }

    /** The last pages of a file count for what its first page says, too. */
    @Test
    void areSeenAsAWhole() {
        List<String> rows = IntStream.range(0, 1_100)
                .mapToObj(n -> "00" + (1 + n % 2) + ",巡逻," + (1 + n / 700) + ","
                        + LocalDate.of(2022, 1, 1).plusDays(n))
                .toList();
        take(rows);
        List<String> moved = new ArrayList<>(rows);
        moved.add(0, moved.remove(1_099).replace("001,", "003,").replace("002,", "003,"));
        moved.add(0, rows.get(1_098).replace("巡逻,2", "巡逻,7"));

        Finished done = take(moved);

        assertThat(done.told("refused")).containsExactly("3 memberNo differs_from_imported");
        assertThat(done.told("accepted")).containsExactly("2 - posted");
        assertThat(done.rows("refused").get(0).get("message").asText()).contains("第 1101 行");
    }

    @ParameterizedTest
    @CsvSource({
        "'001,洗手液,1,2026-03-15,已领取', requestedOn, 2026-03-05",
        "'002,洗手液,1,2026-03-05,已领取', memberNo, 001",
        "'001,义剪,1,2026-03-05,已领取', rewardTitle, 洗手液",
        "'001,洗手液,1,2026-03-05,已取消', outcome, 1"
    })
    void ofRedemptionsSayWhatDiffers(String row, String column, String before) {
        take("opening-balances", "居民编号,余额,日期", List.of("001,100,2026-03-01", "002,100,2026-03-01"));
        String headings = "居民编号,兑换品,数量,日期,状态";
        List<String> list = List.of("001,洗手液,1,2026-03-05,已领取", "002,义剪,1,2026-03-06,已领取");
        Finished earlier = take("redemptions", headings, list);
        JsonNode wrong = earlier.rows("accepted").get(0);
        long booked = sequence();
        List<String> corrected = with(list, 0, row);

        Finished done = take("redemptions", headings, corrected);

        assertThat(done.told("refused")).containsExactly("2 " + column + " differs_from_imported");
        assertThat(done.rows("refused").get(0).get("message").asText())
                .contains(before, "第 " + wrong.get("sequence").asText() + " 号记录");
        assertThat(sequence()).isEqualTo(booked);
        community.takeBack(wrong.get("id").asText()).expect(200);
        assertThat(take("redemptions", headings, corrected).counts()).isEqualTo(List.of(1L, 0L, 1L));
        community.verify();
    }

    @Test
    void ofRedemptionsAreKnownByWhatWasBooked() {
        take("opening-balances", "居民编号,余额,日期", List.of("001,100,2026-03-01", "002,100,2026-03-01"));
        String headings = "居民编号,兑换品,数量,日期,状态";
        List<String> list = new ArrayList<>(List.of(
                "001,洗手液,1,2026-03-05,已领取",
                "001,洗手液,1,2026-03-06,已领取",
                "001,洗手液,1,2026-03-07,已领取",
                "001,洗手液,1,2026-03-08,已取消"));
        IntStream.range(10, 20).forEach(day -> list.add("001,义剪,1,2026-03-" + day + ",积分不足"));
        take("redemptions", headings, list);

        Finished done = take("redemptions", headings, with(list, 0, "002,洗手液,1,2026-03-05,已领取"));

        assertThat(done.told("refused")).containsExactly("2 memberNo differs_from_imported");
        assertThat(done.told("unchanged")).hasSize(13);
    }

    @ParameterizedTest
    @CsvSource({"已取消,", "积分不足,", "已领取,2026-02-05"})
    void ofRedemptionsWithNumbersSayWhatElseBecameOfThem(String outcome, String occurredOn) {
        take("opening-balances", "居民编号,余额,日期", List.of("001,100,2026-03-01"));
        String headings = "居民编号,兑换品,数量,日期,状态,实际发生日,单号";
        List<String> list = List.of("001,洗手液,1,2026-03-05,已领取,,R-1");
        JsonNode wrong = take("redemptions", headings, list).rows("accepted").get(0);
        List<String> corrected =
                List.of("001,洗手液,1,2026-03-05," + outcome + "," + (occurredOn == null ? "" : occurredOn) + ",R-1");

        assertThat(take("redemptions", headings, corrected).told("refused")).containsExactly("2 - duplicate_reference");
        assertThat(take("redemptions", headings, list).counts()).isEqualTo(List.of(0L, 0L, 1L));
        community.takeBack(wrong.get("id").asText()).expect(200);
        assertThat(take("redemptions", headings, list).counts()).isEqualTo(List.of(0L, 0L, 1L));
        assertThat(take("redemptions", headings, corrected).counts())
                .isEqualTo(occurredOn == null ? List.of(0L, 0L, 1L) : List.of(0L, 1L, 0L));
    }

    @Test
    void withNumbersSayWhenElseItHappened() {
        String headings = HEADINGS + ",单号,实际发生日";
        take("activities", headings, NUMBERED.stream().map(row -> row + ",").toList());

        Finished done = take(
                "activities",
                headings,
                NUMBERED.stream().map(row -> row + ",2026-02-05").toList());

        assertThat(done.told("refused")).hasSize(4).allSatisfy(told -> assertThat(told)
                .endsWith(" - duplicate_reference"));
    }

    /** Earlier versions of the service did not keep which transactions rows of redemptions had made. */
    @Test
    void areKnownBesideWhatWasImportedLongAgo() throws IOException, SQLException {
        take("opening-balances", "居民编号,余额,日期", List.of("001,100,2026-03-01"));
        String headings = "居民编号,兑换品,数量,日期,状态";
        List<String> list = List.of("001,洗手液,1,2026-03-05,已领取", "001,义剪,1,2026-03-06,已领取");
        Finished earlier = take("redemptions", headings, list);
        String migration =
                Files.readString(Path.of("src/main/resources/db/migration/V025__rows_of_imports_by_transaction.sql"));
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("update import_row set sequence = null where import_id = '"
                    + earlier.view().get("id").asText() + "'");
            statement.execute(migration.substring(0, migration.indexOf(';')));
        }

        assertThat(earlier.rows("accepted"))
                .allSatisfy(row -> assertThat(row.get("sequence").asLong()).isPositive());
        assertThat(take("redemptions", headings, with(list, 0, "001,洗手液,1,2026-03-15,已领取"))
                        .told("refused"))
                .containsExactly("2 requestedOn differs_from_imported");
    }

    @Test
    void ofBalancesSayWhoseTheyWere() {
        String headings = "居民编号,余额,日期";
        List<String> list = List.of("001,80,2026-03-01", "002,100,2026-03-01");
        take("opening-balances", headings, list);

        Finished done = take("opening-balances", headings, with(list, 0, "003,80,2026-03-01"));

        assertThat(done.told("refused")).containsExactly("2 memberNo differs_from_imported");
        assertThat(community.balance(first).get("available").asLong()).isEqualTo(80);
        assertThat(take("opening-balances", headings, with(list, 0, "003,90,2026-03-01"))
                        .counts())
                .isEqualTo(List.of(1L, 0L, 1L));
    }

    /** Nothing is booked for who had nothing. */
    @Test
    void ofBalancesAreKnownByThoseWhoHadSome() {
        String headings = "居民编号,余额,日期";
        List<String> list = new ArrayList<>(List.of("001,80,2026-03-01", "002,100,2026-03-01"));
        for (int member = 10; member < 15; member++) {
            community.aMember(Map.of("memberNo", "0" + member));
            list.add("0" + member + ",0,2026-03-01");
        }
        take("opening-balances", headings, list);

        assertThat(take("opening-balances", headings, with(list, 0, "003,80,2026-03-01"))
                        .told("refused"))
                .containsExactly("2 memberNo differs_from_imported");
    }
}
