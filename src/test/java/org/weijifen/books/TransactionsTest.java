package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
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

        JsonNode answer = Api.asAdmin().get(path() + "/1").expect(200).json();

        assertThat(answer.get("sequence").longValue()).isEqualTo(1);
        assertThat(answer.get("kind").textValue()).isEqualTo("credit");
        assertThat(answer.get("effectiveOn").textValue()).isEqualTo(today.toString());
        assertThat(answer.get("actor").textValue()).isEqualTo("tester");
        assertThat(answer.get("subject").textValue()).isEqualTo("task/" + SampleBooks.PATROL.id());
        assertThat(answer.get("quantity").longValue()).isEqualTo(2);
        assertThat(answer.get("reason").textValue()).isEqualTo("Night patrol");
        assertThat(answer.get("reference").textValue()).isEqualTo("A-1");
        assertThat(answer.hasNonNull("reverses")).isFalse();
        assertThat(answer.hasNonNull("reversedBy")).isFalse();
        assertThat(answer.get("hash").textValue()).matches("[0-9a-f]{64}");
        assertThat(answer.get("postings")).hasSize(1);
        assertThat(answer.at("/postings/0/asset").textValue()).isEqualTo("points");
        assertThat(answer.at("/postings/0/amount").longValue()).isEqualTo(100);
        assertThat(answer.at("/postings/0/from/type").textValue()).isEqualTo("earned");
        assertThat(answer.at("/postings/0/from/owner").textValue())
                .isEqualTo(sample.member().toString());
        assertThat(answer.at("/postings/0/from/balance").longValue()).isEqualTo(-100);
        assertThat(answer.at("/postings/0/to/type").textValue()).isEqualTo("available");
        assertThat(answer.at("/postings/0/to").hasNonNull("expiresOn")).isFalse();
        assertThat(answer.at("/postings/0/to/balance").longValue()).isEqualTo(100);
        JsonNode second = Api.asAdmin().get(path() + "/4").json();

        assertThat(second.get("postings"))
                .extracting(one -> one.get("amount").longValue())
                .containsExactly(50L, 70L, 1L);
        assertThat(second.at("/postings/0/from/expiresOn").textValue())
                .isEqualTo(today.plusDays(30).toString());
        assertThat(second.at("/postings/2/asset").textValue()).isEqualTo("units/" + sample.reward());
        assertThat(second.at("/postings/2/from/type").textValue()).isEqualTo("shelf");
        assertThat(second.at("/postings/2/to/type").textValue()).isEqualTo("reserved");
    }

    @Test
    void areLinkedToTheirReversal() throws Exception {
        SampleBooks.in(community);

        assertThat(Api.asAdmin().get(path() + "/6").json().get("reversedBy").longValue())
                .isEqualTo(9);
        assertThat(Api.asAdmin().get(path() + "/9").json().get("reverses").longValue())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "0", "-1", "99999999999999999999", "x"})
    void areNotFoundWhereTheBooksHaveNone(String sequence) throws Exception {
        SampleBooks.in(community);

        assertThat(Api.asAdmin().get(path() + "/" + sequence).expect(404).code())
                .isEqualTo("not_found");
    }

    @Test
    void areListedTheNewestFirst() throws Exception {
        SampleBooks.in(community);

        JsonNode answer = Api.asAdmin().get(path()).expect(200).json();

        assertThat(answer.get("items"))
                .extracting(one -> one.get("sequence").longValue())
                .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(answer.at("/items/5").get("postings"))
                .extracting(one -> one.get("amount").longValue())
                .containsExactly(50L, 70L, 1L);
        assertThat(answer.hasNonNull("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 9})
    void comeInPagesWithoutGapsOrRepeats(int limit) throws Exception {
        SampleBooks.in(community);

        List<Long> sequences = new ArrayList<>();
        String query = "limit=" + limit;
        while (query != null) {
            JsonNode page = listed(query);
            sequences.addAll(sequences(page));
            query = page.has("nextCursor")
                    ? "limit=" + limit + "&cursor=" + page.get("nextCursor").textValue()
                    : null;
        }

        assertThat(sequences).containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void areListedByKind() throws Exception {
        SampleBooks.in(community);

        assertThat(sequences(listed("kind=credit"))).containsExactly(8L, 6L, 3L, 1L);
        assertThat(sequences(listed("kind=stock-receipt"))).containsExactly(2L);
        assertThat(listed("kind=points-expiry").get("items")).isEmpty();
    }

    @Test
    void areListedByTheDayTheyTakeEffectBothEndsIncluded() throws Exception {
        UUID member = community.member();
        LocalDate day = LocalDate.of(2026, 3, 1);
        for (int i = 0; i < 5; i++) {
            community.credit(member, 1, null, day.plusDays(i), TestBooks.Words.NONE);
        }

        assertThat(sequences(listed("from=2026-03-03"))).containsExactly(5L, 4L, 3L);
        assertThat(sequences(listed("to=2026-03-02"))).containsExactly(2L, 1L);
        assertThat(sequences(listed("from=2026-03-02&to=2026-03-04"))).containsExactly(4L, 3L, 2L);
        assertThat(sequences(listed("from=2026-03-02&to=2026-03-02&kind=credit")))
                .containsExactly(2L);
        assertThat(listed("from=2026-03-02&kind=deduction").get("items")).isEmpty();
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
        assertThat(Api.asAdmin()
                        .get(path(), Map.of(parameter, value))
                        .expect(400)
                        .code())
                .isEqualTo(code);
    }

    @Test
    void refuseARangeThatEndsBeforeItBegins() {
        Reply reply =
                Api.asAdmin().get(path() + "?from=2026-03-02&to=2026-03-01").expect(400);

        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo("to");
    }

    private JsonNode listed(String query) {
        return Api.asAdmin().get(path() + "?" + query).expect(200).json();
    }

    private static List<Long> sequences(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .map(item -> item.get("sequence").longValue())
                .toList();
    }

    private String path() {
        return community.path() + "/transactions";
    }
}
