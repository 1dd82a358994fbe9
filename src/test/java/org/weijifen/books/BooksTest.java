package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.TestBooks;

@QuarkusTest
class BooksTest {
    @Inject
    TestBooks books;

    private TestBooks.Community community;

    @BeforeEach
    void openCommunity() throws Exception {
        community = books.open();
    }

    @Test
    void startWithNothingAndAHashOfZeros() {
        JsonNode answer =
                Api.asAdmin().get(community.path() + "/books").expect(200).json();

        assertThat(answer.get("sequence").longValue()).isEqualTo(0);
        assertThat(answer.get("hash").textValue()).isEqualTo("0".repeat(64));
        assertThat(answer.hasNonNull("closedThrough")).isFalse();
        assertThat(answer.at("/totals/points")).isNotEmpty().allMatch(sum -> sum.isNumber() && sum.longValue() == 0);
        assertThat(answer.at("/totals/units")).isNotEmpty().allMatch(sum -> sum.isNumber() && sum.longValue() == 0);
    }

    @Test
    void showTotalsAsPositiveNumbers() throws Exception {
        SampleBooks.in(community);

        JsonNode answer =
                Api.asAdmin().get(community.path() + "/books").expect(200).json();

        assertThat(answer.get("sequence").longValue()).isEqualTo(9);
        assertThat(answer.at("/totals/points/earned").longValue()).isEqualTo(180);
        assertThat(answer.at("/totals/points").get("available").longValue()).isEqualTo(0);
        assertThat(answer.at("/totals/points").get("held").longValue()).isEqualTo(0);
        assertThat(answer.at("/totals/points/spent").longValue()).isEqualTo(120);
        assertThat(answer.at("/totals/points").get("expired").longValue()).isEqualTo(0);
        assertThat(answer.at("/totals/points/deducted").longValue()).isEqualTo(90);
        assertThat(answer.at("/totals/points/arrears").longValue()).isEqualTo(30);
        assertThat(answer.at("/totals/units/supplied").longValue()).isEqualTo(10);
        assertThat(answer.at("/totals/units/onShelf").longValue()).isEqualTo(9);
        assertThat(answer.at("/totals/units").get("reserved").longValue()).isEqualTo(0);
        assertThat(answer.at("/totals/units/handedOut").longValue()).isEqualTo(1);
        assertThat(answer.at("/totals/units").get("adjusted").longValue()).isEqualTo(0);
    }

    @Test
    void standWhereTheirLastTransactionStands() throws Exception {
        SampleBooks.in(community);

        JsonNode head =
                Api.asAdmin().get(community.path() + "/books").expect(200).json();

        JsonNode last = Api.asAdmin()
                .get(community.path() + "/transactions/" + SampleBooks.LAST)
                .expect(200)
                .json();
        assertThat(head.get("hash")).isNotNull().isEqualTo(last.get("hash"));
        assertThat(head.get("recordedAt")).isNotNull().isEqualTo(last.get("recordedAt"));
    }

    @Test
    void areNotThoseOfAnUnknownCommunity() {
        for (String path : new String[] {"/books", "/books/export", "/books/verification", "/transactions"}) {
            assertThat(Api.asAdmin()
                            .get("/v1/communities/no-such-community" + path)
                            .expect(404)
                            .code())
                    .isEqualTo("not_found");
        }
    }

    @Test
    void areForTheCommunitysCommitteeOnly() throws Exception {
        UUID member = community.member();
        for (String path : new String[] {"/books", "/books/export", "/books/verification", "/transactions"}) {
            expect(200, Api.asCommittee(community.slug()), path);
            expect(403, Api.asCommittee(books.open().slug()), path);
            expect(403, Api.asMember(community.slug(), member), path);
        }
        for (String path : new String[] {"/books", "/books/export", "/books/verification"}) {
            expect(403, Api.asIntegrator(community.slug()), path);
            expect(200, Api.asClient(List.of("books:read"), community.slug()), path);
        }
        // It has posted none.
        assertThat(Api.asIntegrator(community.slug())
                        .get(community.path() + "/transactions")
                        .expect(200)
                        .json()
                        .get("items"))
                .isEmpty();
    }

    private void expect(int status, Api caller, String path) {
        caller.get(community.path() + path).expect(status);
    }

    @Test
    void verifyWhenNothingWasChangedBehindTheServicesBack() throws Exception {
        SampleBooks.in(community);
        JsonNode head =
                Api.asAdmin().get(community.path() + "/books").expect(200).json();

        JsonNode answer = Api.asAdmin()
                .get(community.path() + "/books/verification")
                .expect(200)
                .json();

        assertThat(answer.get("valid").booleanValue()).isTrue();
        assertThat(answer.get("sequence").longValue()).isEqualTo(9);
        assertThat(answer.get("hash").textValue()).isEqualTo(head.get("hash").textValue());
        assertThat(answer.hasNonNull("firstInvalidSequence")).isFalse();
        assertThat(answer.get("transactions").longValue()).isEqualTo(9);
        assertThat(answer.get("accounts").longValue()).isEqualTo(12);
        assertThat(answer.get("findings")).isEmpty();
    }

    @Test
    void verifyWhileTheyAreEmpty() {
        JsonNode answer = Api.asAdmin()
                .get(community.path() + "/books/verification")
                .expect(200)
                .json();

        assertThat(answer.get("valid").booleanValue()).isTrue();
        assertThat(answer.get("transactions").longValue()).isEqualTo(0);
    }
}
