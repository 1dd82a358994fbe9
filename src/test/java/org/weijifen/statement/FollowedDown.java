package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.weijifen.fixture.Api;

/** Follows every line of a statement down to its transactions, and adds them up. */
final class FollowedDown {
    /** Small, so that lines have several pages. */
    private static final int PAGE = 3;

    private static final Pattern OWNER = Pattern.compile("[?&](rewardId|merchantId)=([0-9a-f-]+)");

    private final Api api;
    private final Map<String, Map<Long, Long>> lines = new TreeMap<>();

    private FollowedDown(Api api) {
        this.api = api;
    }

    /** Checks all lines of a statement; answers how many there were. */
    static int check(Api api, JsonNode statement) {
        return lines(api, statement).size();
    }

    /**
     * Checks all lines of a statement, and answers them: the amount of each transaction by its number, by the name of the
     * line with what it needs to be told besides, such as {@code dues-earned?merchantId=…}.
     */
    static Map<String, Map<Long, Long>> lines(Api api, JsonNode statement) {
        FollowedDown followed = new FollowedDown(api);
        followed.check(statement, YearMonth.parse(statement.get("month").asText()));
        return followed.lines;
    }

    private void check(JsonNode node, YearMonth month) {
        if (node.isObject() && node.has("links")) {
            node.get("links").properties().forEach(link -> {
                String path = link.getValue().asText();
                String what = link.getKey() + " at " + path;
                long shown = node.get(link.getKey()).asLong();
                if (!path.contains("/lines/")) {
                    long found = link.getKey().equals("counted")
                            ? counted(path, node.get("rewardId").asText())
                            : members(path);
                    assertThat(found).as(what).isEqualTo(shown);
                    return;
                }
                Map<Long, Long> amounts = amounts(path, month);
                assertThat(amounts.values().stream().mapToLong(Long::longValue).sum())
                        .as(link.getKey() + " at " + link.getValue())
                        .isEqualTo(node.get(link.getKey()).asLong());
                assertThat(lines.put(nameOf(link.getValue().asText()), amounts))
                        .as("another line at " + link.getValue())
                        .isNull();
            });
        }
        node.forEach(child -> check(child, month));
    }

    /** Who was credited, or collected something, in the transactions behind the line. */
    private int members(String path) {
        Set<String> members = new HashSet<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    api.get(path + "&limit=" + PAGE + cursor).expect(200).json();
            page.get("items").forEach(transaction -> transaction.get("postings").forEach(posting -> {
                if (posting.get("asset").asText().equals("points")) {
                    members.add(posting.at("/to/owner").asText());
                }
            }));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : null;
        }
        return members.size();
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

    private static String nameOf(String path) {
        return path.substring(path.indexOf("/lines/") + "/lines/".length()).replace("/transactions", "");
    }

    private Map<Long, Long> amounts(String path, YearMonth month) {
        Map<Long, Long> amounts = new TreeMap<>();
        LocalDate before = month.atDay(1);
        String cursor = "";
        while (cursor != null) {
            JsonNode page = api.get(path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE + cursor)
                    .expect(200)
                    .json();
            for (JsonNode item : page.get("items")) {
                JsonNode transaction = item.get("transaction");
                LocalDate day = LocalDate.parse(transaction.get("effectiveOn").asText());
                assertThat(day).isBetween(before, month.atEndOfMonth());
                assertIsAbout(path, transaction);
                assertThat(amounts.put(
                                transaction.get("sequence").asLong(),
                                item.get("amount").asLong()))
                        .isNull();
                before = day;
            }
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        }
        return amounts;
    }

    /** A line of one reward or merchant leads to nothing that moved only others'. */
    private static void assertIsAbout(String path, JsonNode transaction) {
        Matcher owner = OWNER.matcher(path);
        if (owner.find()) {
            assertThat(transaction.get("postings"))
                    .as(path)
                    .anyMatch(posting -> posting.at("/from/owner").asText().equals(owner.group(2)));
        }
    }
}
