package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.As;
import org.weijifen.fixture.TestBooks;

@QuarkusTest
class TransactionsTest {
    @Inject
    TestBooks books;

    private TestBooks.Community community;

    @BeforeEach
    void openCommunity() throws Exception {
        community = books.open();
    }

    @Test
    void areShownWithEverythingThatStandsInTheBooks() throws Exception {
        SampleBooks sample = SampleBooks.in(community);
        LocalDate today = community.today();

        As.admin()
                .get(path() + "/1")
                .then()
                .statusCode(200)
                .body("sequence", equalTo(1))
                .body("kind", equalTo("credit"))
                .body("effectiveOn", equalTo(today.toString()))
                .body("actor", equalTo("tester"))
                .body("subject", equalTo("task/" + SampleBooks.PATROL.id()))
                .body("quantity", equalTo(2))
                .body("reason", equalTo("Night patrol"))
                .body("reference", equalTo("A-1"))
                .body("reverses", nullValue())
                .body("reversedBy", nullValue())
                .body("hash", matchesPattern("[0-9a-f]{64}"))
                .body("postings", hasSize(1))
                .body("postings[0].asset", equalTo("points"))
                .body("postings[0].amount", equalTo(100))
                .body("postings[0].from.type", equalTo("earned"))
                .body("postings[0].from.owner", equalTo(sample.member().toString()))
                .body("postings[0].from.balance", equalTo(-100))
                .body("postings[0].to.type", equalTo("available"))
                .body("postings[0].to.expiresOn", nullValue())
                .body("postings[0].to.balance", equalTo(100));
        As.admin()
                .get(path() + "/4")
                .then()
                .body("postings.amount", contains(50, 70, 1))
                .body("postings[0].from.expiresOn", equalTo(today.plusDays(30).toString()))
                .body("postings[2].asset", equalTo("units/" + sample.reward()))
                .body("postings[2].from.type", equalTo("shelf"))
                .body("postings[2].to.type", equalTo("reserved"));
    }

    @Test
    void areLinkedToTheirReversal() throws Exception {
        SampleBooks.in(community);

        As.admin().get(path() + "/6").then().body("reversedBy", equalTo(9));
        As.admin().get(path() + "/9").then().body("reverses", equalTo(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "0", "-1", "99999999999999999999", "x"})
    void areNotFoundWhereTheBooksHaveNone(String sequence) throws Exception {
        SampleBooks.in(community);

        As.admin().get(path() + "/" + sequence).then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void areListedTheNewestFirst() throws Exception {
        SampleBooks.in(community);

        As.admin()
                .get(path())
                .then()
                .statusCode(200)
                .body("items.sequence", contains(9, 8, 7, 6, 5, 4, 3, 2, 1))
                .body("items[5].postings.amount", contains(50, 70, 1))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 9})
    void comeInPagesWithoutGapsOrRepeats(int limit) throws Exception {
        SampleBooks.in(community);

        List<Integer> sequences = new ArrayList<>();
        String cursor = null;
        do {
            var request = As.admin().queryParam("limit", limit);
            JsonPath page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(path())
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            sequences.addAll(page.getList("items.sequence", Integer.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(sequences).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void areListedByKind() throws Exception {
        SampleBooks.in(community);

        listed("kind", "credit").body("items.sequence", contains(8, 6, 3, 1));
        listed("kind", "stock-receipt").body("items.sequence", contains(2));
        listed("kind", "points-expiry").body("items", hasSize(0));
    }

    @Test
    void areListedByTheDayTheyTakeEffectBothEndsIncluded() throws Exception {
        UUID member = community.member();
        LocalDate day = LocalDate.of(2026, 3, 1);
        for (int i = 0; i < 5; i++) {
            community.credit(member, 1, null, day.plusDays(i), TestBooks.Words.NONE);
        }

        listed("from", "2026-03-03").body("items.sequence", contains(5, 4, 3));
        listed("to", "2026-03-02").body("items.sequence", contains(2, 1));
        listed("from", "2026-03-02", "to", "2026-03-04").body("items.sequence", contains(4, 3, 2));
        listed("from", "2026-03-02", "to", "2026-03-02", "kind", "credit").body("items.sequence", contains(2));
        listed("from", "2026-03-02", "kind", "deduction").body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "kind, nonsense, validation_failed",
        "kind, CREDIT, validation_failed",
        "from, 2026-02-30, validation_failed",
        "from, yesterday, validation_failed",
        "to, 20260301, validation_failed",
        "to, 999999999-01-01, validation_failed",
        "limit, 0, validation_failed",
        "limit, 201, validation_failed",
        "limit, many, validation_failed",
        "cursor, nonsense, invalid_cursor",
        "cursor, MQoy, invalid_cursor"
    })
    void refuseParametersThatAreNone(String parameter, String value, String code) {
        As.admin()
                .queryParam(parameter, value)
                .get(path())
                .then()
                .statusCode(400)
                .body("code", equalTo(code));
    }

    @Test
    void refuseARangeThatEndsBeforeItBegins() {
        As.admin()
                .queryParam("from", "2026-03-02")
                .queryParam("to", "2026-03-01")
                .get(path())
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors[0].field", equalTo("to"));
    }

    private ValidatableResponse listed(String... parameters) {
        var request = As.admin();
        for (int i = 0; i < parameters.length; i += 2) {
            request = request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get(path()).then().statusCode(200);
    }

    private String path() {
        return community.path() + "/transactions";
    }
}
