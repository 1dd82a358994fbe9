package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.tables.importing.AnImport.Finished;

/** What is written in a table is booked as it is seen there, or refused: small tables that were read wrongly once. */
@QuarkusTest
class TablesAsShownTest {
    private static final String MARCH = "&from=2026-03-01&to=2026-03-31";

    private final Api api = Api.asAdmin();
    private final Committee community = aCommittee(api);

    @Inject
    MeterRegistry metrics;

    private static byte[] table(String name) {
        try (InputStream file = TablesAsShownTest.class.getResourceAsStream("/tables/" + name)) {
            return Objects.requireNonNull(file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return name.endsWith(".csv") ? AnImport.CSV : AnImport.XLSX;
    }

    private Finished imported(String kind, String name) {
        return AnImport.independent(api, community.slug(), kind).of(table(name), type(name));
    }

    private Reply sent(String kind, String name) {
        return AnImport.atomic(api, community.slug(), kind).send(table(name), type(name));
    }

    private JsonNode compared(String name, String sheet) {
        String query = "/reconciliations?kind=credits" + MARCH + (sheet == null ? "" : "&sheet=" + sheet);
        return api.postFile(community.path(query), table(name), type(name))
                .expect(200)
                .json();
    }

    private void membersAndTasks() {
        community.aMember(Map.of("memberNo", "001", "displayName", "张三"));
        community.aMember(Map.of("memberNo", "002", "displayName", "李四"));
        IntStream.rangeClosed(1, 22).forEach(i -> community.aMember(Map.of("memberNo", "a-" + i)));
        community
                .post("/tasks", Map.of("code", "patrol", "title", "平安巡逻", "points", 3, "per", "hour"))
                .expect(201);
        community
                .post("/tasks", Map.of("code", "clean", "title", "清扫", "points", 10, "per", "hour"))
                .expect(201);
    }

    /** Values of one field of all members. */
    private List<String> members(String field) {
        List<String> found = new ArrayList<>();
        community
                .get("/members?limit=200")
                .json()
                .get("items")
                .forEach(item -> found.add(item.path(field).asText()));
        return found;
    }

    private List<String> credits() {
        return StreamSupport.stream(
                        community
                                .get("/transactions?limit=200")
                                .json()
                                .get("items")
                                .spliterator(),
                        false)
                .map(item -> item.get("effectiveOn").asText() + " "
                        + item.path("quantity").asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"two-sheets.xlsx, ", "instructions-first.xlsx, 填表说明"})
    void readTheFirstSheetThatHasTheColumnsAndNameTheOthers(String name, String instructions) {
        membersAndTasks();
        List<String> others = instructions == null ? List.of("4月") : List.of(instructions, "4月");

        JsonNode first = imported("activities", name).view();

        assertThat(first.get("sheet").asText()).isEqualTo("3月");
        assertThat(first.get("otherSheets")).extracting(JsonNode::asText).containsExactlyElementsOf(others);
        assertThat(first.get("message").asText()).contains("“3月”").contains(String.join(", ", others));
        assertThat(first.get("ignoredColumns")).isEmpty();
        assertThat(credits()).containsExactly("2026-03-06 2");

        Reply second = api.postFile(
                community.path("/imports?kind=activities&mode=atomic&sheet=4%E6%9C%88%20"), table(name), AnImport.XLSX);
        AnImport.atomic(api, community.slug(), "activities")
                .finished(second.expect(202).headers().firstValue("Location").orElseThrow());

        assertThat(second.json().get("sheet").asText()).isEqualTo("4月");
        assertThat(credits()).containsExactlyInAnyOrder("2026-03-06 2", "2026-04-06 2");
    }

    @Test
    void takeASheetOfAFileWhoseOtherSheetIsInHand() throws SQLException {
        membersAndTasks();
        List<Reply> sent;
        try (HeldBooks held = new HeldBooks(community, metrics)) {
            sent = Stream.of("3", "4")
                    .map(month -> api.postFile(
                            community.path("/imports?kind=activities&mode=independent&sheet=" + month + "%E6%9C%88"),
                            table("two-sheets.xlsx"),
                            AnImport.XLSX))
                    .toList();
            held.awaitFirst();
        }

        sent.forEach(one -> AnImport.independent(api, community.slug(), "activities")
                .finished(one.expect(202).headers().firstValue("Location").orElseThrow()));

        assertThat(credits()).containsExactlyInAnyOrder("2026-03-06 2", "2026-04-06 2");
    }

    @Test
    void compareTheSheetThatIsAskedFor() {
        membersAndTasks();
        imported("activities", "two-sheets.xlsx");

        JsonNode march = compared("two-sheets.xlsx", null);
        JsonNode april = compared("two-sheets.xlsx", "4%E6%9C%88");

        assertThat(march.get("sheet").asText()).isEqualTo("3月");
        assertThat(march.at("/otherSheets/0").asText()).isEqualTo("4月");
        assertThat(march.get("message").asText()).contains("“3月”").contains("4月");
        assertThat(march.at("/summary/matched/count").asInt()).isEqualTo(1);
        assertThat(april.get("sheet").asText()).isEqualTo("4月");
        assertThat(april.at("/summary/matched/count").asInt()).isZero();
    }

    @Test
    void refuseASheetThatIsNotThere() {
        for (String name : List.of("two-sheets.xlsx", "hours-heading.csv")) {
            for (String path : List.of(
                    "/imports?kind=activities&mode=atomic&sheet=5", "/reconciliations?kind=credits&sheet=5" + MARCH)) {
                JsonNode refused = api.postFile(community.path(path), table(name), type(name))
                        .expect(400)
                        .json();

                assertThat(refused.at("/errors/0/field").asText()).isEqualTo("sheet");
            }
        }
    }

    @Test
    void countMergedCellsForEachRow() {
        membersAndTasks();

        Finished finished = imported("activities", "two-header-rows-merged.xlsx");

        assertThat(finished.rows("accepted"))
                .extracting(row -> row.get("line").asInt())
                .containsExactly(5, 6);
        assertThat(credits()).containsExactlyInAnyOrder("2026-03-05 2", "2026-03-05 1");
        assertThat(compared("two-header-rows-merged.xlsx", null)
                        .at("/summary/matched/count")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "activities, reference-shortened.csv, reference digits_lost",
        "opening-balances, cell-without-heading.csv, C cell_without_heading",
        "members, name-with-comma.csv, C cell_without_heading"
    })
    void refuseRowsThatLostSomething(String kind, String name, String told) {
        membersAndTasks();

        Finished finished = imported(kind, name);

        assertThat(finished.told("refused")).isNotEmpty().allSatisfy(line -> assertThat(line)
                .endsWith(" " + told));
        assertThat(finished.counts().get(0)).isEqualTo(name.startsWith("cell") ? 1 : 0);
    }

    @Test
    void findCellsWithoutHeadingUnclearInAComparison() {
        membersAndTasks();
        Reply answer = api.postFile(
                community.path("/reconciliations?kind=credits" + MARCH),
                "memberNo,day,points\n001,2026-03-05,1,200\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                AnImport.CSV);

        JsonNode found = answer.expect(200).json();

        assertThat(found.at("/summary/unclear/count").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/faults/0/code").asText()).isEqualTo("cell_without_heading");
    }

    @Test
    void knowGbkThatIsValidUtf8() {
        imported("tasks", "gbk-that-is-valid-utf8.csv");

        assertThat(community.get("/tasks").json().at("/items/0/title").asText()).isEqualTo("扫雪");
    }

    @ParameterizedTest
    @CsvSource({"members, utf8-with-a-broken-byte.csv, 编码", "members, password.xlsx, 密码"})
    void sayWhyAFileCannotBeRead(String kind, String name, String word) {
        Reply refused = sent(kind, name).expect(400);

        assertThat(refused.json().get("detail").asText()).contains(word);
        assertThat(community.get("/members").json().get("items")).isEmpty();
        assertThat(community.get("/imports").json().get("items")).isEmpty();
    }

    @Test
    void takeQuantitiesAsTheyAreShown() {
        membersAndTasks();

        Finished finished = imported("activities", "quantity-as-duration.xlsx");

        assertThat(finished.told("refused"))
                .containsExactly(
                        "6 quantity shown_as_day",
                        "7 quantity shown_as_day",
                        "10 quantity shown_otherwise",
                        "11 quantity not_a_whole_number",
                        "15 quantity not_a_whole_number",
                        "17 quantity not_a_whole_number",
                        "18 quantity not_a_whole_number",
                        "22 quantity shown_otherwise",
                        "23 quantity shown_otherwise");
        assertThat(credits().stream().map(credit -> credit.substring(11)))
                .containsExactlyInAnyOrder("24", "48", "2", "24", "1", "3", "2", "2", "2", "1000", "2", "2", "3");
    }

    @Test
    void takeNumbersAsTheyAreShown() {
        Finished finished = imported("members", "numbers-by-format.xlsx");

        assertThat(members("memberNo"))
                .containsExactlyInAnyOrder(
                        "007",
                        "FX-008",
                        "000009",
                        "0010",
                        "00011",
                        "000-012",
                        "0013",
                        "NO.14",
                        "16",
                        "17",
                        "000018",
                        "2026-0019",
                        "2026021",
                        "138-0000-0001",
                        "22",
                        "025",
                        "00026");
        assertThat(finished.told("refused"))
                .containsExactly(
                        "10 memberNo pattern",
                        "13 memberNo pattern",
                        "16 memberNo pattern",
                        "17 memberNo pattern",
                        "21 memberNo shown_otherwise",
                        "22 memberNo pattern");
    }

    @Test
    void takeNoDaysAndTimesForHouseholds() {
        Finished finished = imported("members", "household-as-day.xlsx");

        assertThat(finished.told("refused"))
                .containsExactly(
                        "2 household shown_as_day",
                        "3 household shown_as_day",
                        "4 household shown_as_day",
                        "5 household shown_as_day",
                        "8 household shown_as_time",
                        "9 household shown_as_time",
                        "10 displayName shown_as_day",
                        "11 displayName shown_as_day");
        assertThat(members("household")).containsExactlyInAnyOrder("101号", "3栋");
    }

    @Test
    void takeDaysOfOtherWritersAsTheyAreWritten() {
        membersAndTasks();

        assertThat(imported("activities", "days-of-sheetjs.xlsx").counts()).containsExactly(2L, 0L, 0L);
        assertThat(credits()).containsExactlyInAnyOrder("2026-03-31 1", "2026-03-31 2");
    }
}
