package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MonthSheet;
import org.weijifen.tables.importing.AnImport.Finished;

/** A quarter as a committee kept it in spreadsheets comes in by files, and out as it was computed without this service. */
@QuarkusTest
class QuarterImportTest {
    private static final List<String> KINDS = List.of("members", "tasks", "rewards", "activities", "redemptions");

    private final Api api = Api.asAdmin();
    private Committee community;

    private enum Format {
        CSV {
            @Override
            byte[] file(String csv) {
                return csv.getBytes(StandardCharsets.UTF_8);
            }
        },
        XLSX {
            @Override
            byte[] file(String csv) {
                return AnImport.workbook(csv);
            }
        };

        abstract byte[] file(String csv);

        String mediaType() {
            return this == CSV ? AnImport.CSV : AnImport.XLSX;
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesOutAsTheSpreadsheetsSay(Format format) {
        community = aCommittee(api);

        KINDS.forEach(kind -> take(kind, format, "accepted"));

        checkBalancesAndStock();
        checkMonths();
        community.verify();
        assertThat(community
                        .get("/redemptions?status=reserved")
                        .expect(200)
                        .json()
                        .get("items"))
                .isEmpty();

        long sequence = sequence();
        KINDS.forEach(kind -> take(kind, format, "unchanged"));

        assertThat(sequence()).as("nothing is booked twice").isEqualTo(sequence);
        checkBalancesAndStock();
    }

    private void take(String kind, Format format, String outcome) {
        String csv = AnImport.quarter(kind, community.slug());
        long rows = csv.lines().count() - 1;
        long refusedAtTheTime =
                csv.lines().filter(line -> line.contains(",refused-")).count();

        Finished taken = AnImport.atomic(api, community.slug(), kind).of(format.file(csv), format.mediaType());

        assertThat(taken.status()).as("%s: %s", kind, taken.view()).isEqualTo("done");
        assertThat(taken.counts())
                .as(kind)
                .isEqualTo(
                        outcome.equals("accepted")
                                ? List.of(rows - refusedAtTheTime, 0L, refusedAtTheTime)
                                : List.of(0L, 0L, rows));
        assertThat(taken.view().get("rows").get("total").asLong()).isEqualTo(rows);
    }

    private void checkBalancesAndStock() {
        Map<String, JsonNode> rewards = new HashMap<>();
        community
                .get("/rewards?limit=200")
                .expect(200)
                .json()
                .get("items")
                .forEach(reward -> rewards.put(reward.get("code").asText(), reward.get("stock")));
        Map<String, String> members = members();
        for (String[] expected : expected("expected_balances")) {
            JsonNode balance = community.balance(members.get(expected[1]));
            assertThat(List.of(
                            balance.get("available").asText(),
                            balance.get("earned").asText(),
                            balance.get("spent").asText()))
                    .as(expected[1])
                    .isEqualTo(List.of(expected[2], expected[3], expected[4]));
        }
        for (String[] expected : expected("expected_stock")) {
            JsonNode stock = rewards.get(expected[1]);
            assertThat(List.of(
                            stock.path("onShelf").asText(),
                            stock.get("handedOut").asText()))
                    .as(expected[1])
                    .isEqualTo(List.of(expected[2], expected[3]));
        }
    }

    private Map<String, String> members() {
        Map<String, String> members = new HashMap<>();
        community
                .get("/members?limit=200")
                .expect(200)
                .json()
                .get("items")
                .forEach(member -> members.put(
                        member.get("memberNo").asText(), member.get("id").asText()));
        return members;
    }

    /** By effective date, as the statements of the months say. */
    private void checkMonths() {
        for (String[] expected : expected("expected_months")) {
            assertThat(MonthSheet.of(community, expected[1]))
                    .as(expected[1])
                    .containsExactly(Arrays.copyOfRange(expected, 2, 8));
        }
    }

    private static List<String[]> expected(String name) {
        List<String[]> rows = AnImport.cells(AnImport.quarter(name, "fuxi"));
        return rows.subList(1, rows.size());
    }

    private long sequence() {
        return community.get("/books").expect(200).json().get("sequence").asLong();
    }
}
