package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds of a balance on whatever day. */
final class PastDays {
    private PastDays() {}

    /** No figure is below zero, points and debts don't stand side by side, and all of it adds up. */
    static void assertWhole(JsonNode balance) {
        for (String figure : new String[] {"available", "held", "arrears", "earned", "spent", "expired", "deducted"}) {
            assertThat(of(balance, figure)).as(figure + " of " + balance).isNotNegative();
        }
        assertThat(Math.min(of(balance, "available"), of(balance, "arrears")))
                .as("points beside debts in " + balance)
                .isZero();
        assertThat(of(balance, "available")
                        + of(balance, "held")
                        + of(balance, "spent")
                        + of(balance, "expired")
                        + of(balance, "deducted")
                        - of(balance, "arrears"))
                .as("all of " + balance)
                .isEqualTo(of(balance, "earned"));
        long dated = 0;
        for (JsonNode part : balance.get("expirations")) {
            assertThat(part.get("points").asLong()).as("a part of " + balance).isPositive();
            dated += part.get("points").asLong();
        }
        assertThat(dated).as("dated points of " + balance).isLessThanOrEqualTo(of(balance, "available"));
    }

    /** Each figure is that of the balance, and its facts add up to it. */
    static void assertExplained(JsonNode balance, JsonNode explanation) {
        for (JsonNode figure : explanation.get("figures")) {
            long points = figure.get("points").asLong();
            assertThat(points)
                    .as(figure.get("figure") + " of " + explanation)
                    .isEqualTo(of(balance, figure.get("figure").asText()));
            long parts = 0;
            for (JsonNode part : figure.get("parts")) {
                long facts = part.path("older").path("points").asLong();
                for (JsonNode fact : part.get("facts")) {
                    facts += fact.get("points").asLong();
                }
                assertThat(facts)
                        .as("facts of " + part)
                        .isEqualTo(part.get("points").asLong());
                parts += part.get("points").asLong();
            }
            assertThat(parts).as("parts of " + figure).isEqualTo(points);
        }
    }

    private static long of(JsonNode balance, String figure) {
        return balance.get(figure).asLong();
    }
}
