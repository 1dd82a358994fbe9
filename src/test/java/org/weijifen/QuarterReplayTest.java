package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MonthSheet;
import org.weijifen.fixture.MovableClock;

/**
 * A quarter of one community, as its committee kept it in spreadsheets, replayed through HTTP in the order of its days:
 * each redemption ends as it did then, and every balance and stock comes out as it was computed without this service.
 */
@QuarkusTest
class QuarterReplayTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LocalTime NOON = LocalTime.NOON;

    private Committee community;
    private final Map<String, String> members = new HashMap<>();
    private final Map<String, String> tasks = new HashMap<>();
    private final Map<String, String> rewards = new LinkedHashMap<>();

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void comesOutAsTheSpreadsheetsSay() {
        setDay("2025-09-30");
        community = aCommittee(Api.asAdmin());
        createMasterData();

        replay();

        for (Map<String, String> expected : rows("expected_balances")) {
            JsonNode balance = community.balance(members.get(expected.get("memberNo")));
            assertThat(List.of(text(balance, "available"), text(balance, "earned"), text(balance, "spent")))
                    .as(expected.get("memberNo"))
                    .isEqualTo(List.of(expected.get("available"), expected.get("earned"), expected.get("spent")));
            assertThat(text(balance, "held")).isEqualTo("0");
        }
        for (Map<String, String> expected : rows("expected_stock")) {
            JsonNode stock = community.stock(rewards.get(expected.get("rewardCode")));
            assertThat(text(stock, "handedOut")).as(expected.get("rewardCode")).isEqualTo(expected.get("handedOut"));
            assertThat(stock.hasNonNull("onShelf") ? text(stock, "onShelf") : "")
                    .as(expected.get("rewardCode"))
                    .isEqualTo(expected.get("onShelf"));
        }
        rows("expected_months").forEach(this::checkMonth);
        community.verify();
    }

    /** What a committee's sheet of the month says, by effective date. */
    private void checkMonth(Map<String, String> expected) {
        assertThat(MonthSheet.of(community, expected.get("month")))
                .as(expected.get("month"))
                .isEqualTo(Stream.of("opening", "issued", "redeemed", "closing", "unitsHandedOut", "membersCredited")
                        .map(expected::get)
                        .toList());
    }

    private static void setDay(String day) {
        MovableClock.set(LocalDate.parse(day).atTime(NOON).atZone(SHANGHAI).toInstant());
    }

    private void createMasterData() {
        for (Map<String, String> row : rows("members")) {
            members.put(
                    row.get("memberNo"),
                    community.aMember(Map.of(
                            "memberNo", row.get("memberNo"),
                            "group", row.get("group"),
                            "household", row.get("household"))));
        }
        for (Map<String, String> row : rows("tasks")) {
            tasks.put(
                    row.get("taskCode"),
                    Committee.id(community.post(
                            "/tasks",
                            Map.of(
                                    "code", row.get("taskCode"),
                                    "title", row.get("title"),
                                    "points", Long.valueOf(row.get("points")),
                                    "per", row.get("per")))));
        }
        for (Map<String, String> row : rows("rewards")) {
            String reward = community.reward(
                    row.get("kind"),
                    Long.parseLong(row.get("points")),
                    Map.of(
                            "code", row.get("rewardCode"),
                            "title", row.get("title"),
                            "costFen", Long.valueOf(row.get("costFen"))));
            rewards.put(row.get("rewardCode"), reward);
            if (!row.get("stock").isEmpty()) {
                community
                        .post("/rewards/" + reward + "/receipts", Map.of("quantity", Long.valueOf(row.get("stock"))))
                        .expect(201);
            }
        }
    }

    /** In the order of days; on one day activities first. */
    private void replay() {
        List<Map<String, String>> activities = rows("activities");
        List<Map<String, String>> redemptions = rows("redemptions");
        int next = 0;
        String day = "";
        for (Map<String, String> redemption : redemptions) {
            if (!redemption.get("requestedOn").equals(day)) {
                day = redemption.get("requestedOn");
                setDay(day);
            }
            while (next < activities.size()
                    && activities.get(next).get("effectiveOn").compareTo(redemption.get("requestedOn")) <= 0) {
                credit(activities.get(next));
                next++;
            }
            redeem(redemption);
        }
        setDay("2025-12-31");
        activities.subList(next, activities.size()).forEach(this::credit);
    }

    private void credit(Map<String, String> row) {
        community
                .post(
                        "/credits",
                        Map.of(
                                "memberId", members.get(row.get("memberNo")),
                                "taskId", tasks.get(row.get("taskCode")),
                                "quantity", Long.valueOf(row.get("quantity")),
                                "effectiveOn", row.get("effectiveOn"),
                                "reference", row.get("reference")),
                        row.get("reference"))
                .expect(201);
    }

    private void redeem(Map<String, String> row) {
        Reply reply = community.redeem(
                members.get(row.get("memberNo")),
                rewards.get(row.get("rewardCode")),
                Long.parseLong(row.get("quantity")),
                row.get("reference"));
        String outcome =
                switch (reply.status()) {
                    case 201 -> "reserved";
                    case 422 -> "insufficient_points".equals(reply.code()) ? "refused-points" : reply.code();
                    case 409 -> "out_of_stock".equals(reply.code()) ? "refused-stock" : reply.code();
                    default -> reply.body();
                };
        String expected = row.get("outcome");
        if (expected.equals("collected") || expected.equals("cancelled")) {
            assertThat(outcome).as(row.get("reference")).isEqualTo("reserved");
            String id = reply.json().get("id").asText();
            Reply ended = expected.equals("collected") ? community.collect(id) : community.cancel(id);
            outcome = text(ended.expect(200).json(), "status");
        }
        assertThat(outcome).as(row.get("reference")).isEqualTo(expected);
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asText();
    }

    /** The rows of a file of the data set; none of its values holds a comma. */
    private static List<Map<String, String>> rows(String name) {
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(QuarterReplayTest.class.getResourceAsStream("/quarter/" + name + ".csv")),
                StandardCharsets.UTF_8))) {
            String[] columns = file.readLine().split(",");
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                String[] values = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], values[i]);
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
