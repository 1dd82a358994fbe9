package org.weijifen.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.weijifen.fixture.Api;

/** Follows every line of a statement down to its transactions, and adds them up. */
final class FollowedDown {
    /** Small, so that lines have several pages. */
    private static final int PAGE = 3;

    private final Api api;
    private int lines;

    private FollowedDown(Api api) {
        this.api = api;
    }

    /** Checks all lines of a statement; answers how many there were. */
    static int check(Api api, JsonNode statement) {
        FollowedDown followed = new FollowedDown(api);
        followed.check(statement, YearMonth.parse(statement.get("month").asText()));
        return followed.lines;
    }

    private void check(JsonNode node, YearMonth month) {
        if (node.isObject() && node.has("links")) {
            node.get("links").properties().forEach(link -> {
                lines++;
                String path = link.getValue().asText();
                long sum = link.getKey().equals("counted")
                        ? counted(path, node.get("rewardId").asText())
                        : sum(path, month);
                assertThat(sum)
                        .as(link.getKey() + " at " + link.getValue())
                        .isEqualTo(node.get(link.getKey()).asLong());
            });
        }
        node.forEach(child -> check(child, month));
    }

    /** What was counted of a reward: at each station by the last of the stocktakes behind the line. */
    private long counted(String path, String rewardId) {
        Map<String, JsonNode> last = new HashMap<>();
        for (JsonNode head : api.get(path).expect(200).json().get("items")) {
            String one =
                    path.substring(0, path.indexOf('?')) + "/" + head.get("id").asText();
            JsonNode stocktake = api.get(one).expect(200).json();
            stocktake.get("lines").forEach(line -> {
                if (line.get("rewardId").asText().equals(rewardId)) {
                    JsonNode counted = stocktake.deepCopy();
                    ((ObjectNode) counted).set("line", line);
                    last.merge(
                            stocktake.path("stationId").asText(),
                            counted,
                            (other, another) -> when(other).compareTo(when(another)) > 0 ? other : another);
                }
            });
        }
        return last.values().stream()
                .mapToLong(stocktake -> stocktake.at("/line/counted").asLong())
                .sum();
    }

    private static String when(JsonNode stocktake) {
        return stocktake.get("countedOn").asText() + stocktake.get("closedAt").asText();
    }

    private long sum(String path, YearMonth month) {
        Set<Long> seen = new HashSet<>();
        LocalDate before = month.atDay(1);
        long sum = 0;
        String cursor = "";
        while (cursor != null) {
            JsonNode page = api.get(path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE + cursor)
                    .expect(200)
                    .json();
            for (JsonNode item : page.get("items")) {
                JsonNode transaction = item.get("transaction");
                LocalDate day = LocalDate.parse(transaction.get("effectiveOn").asText());
                assertThat(seen.add(transaction.get("sequence").asLong())).isTrue();
                assertThat(day).isBetween(before, month.atEndOfMonth());
                before = day;
                sum += item.get("amount").asLong();
            }
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        }
        return sum;
    }
}
