package org.weijifen.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
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
                assertThat(sum(link.getValue().asText(), month))
                        .as(link.getKey() + " at " + link.getValue())
                        .isEqualTo(node.get(link.getKey()).asLong());
            });
        }
        node.forEach(child -> check(child, month));
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
