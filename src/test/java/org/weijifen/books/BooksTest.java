package org.weijifen.books;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.As;
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
        As.admin()
                .get(community.path() + "/books")
                .then()
                .statusCode(200)
                .body("sequence", equalTo(0))
                .body("hash", equalTo("0".repeat(64)))
                .body("closedThrough", nullValue())
                .body("totals.points.values()", everyItem(equalTo(0)))
                .body("totals.units.values()", everyItem(equalTo(0)));
    }

    @Test
    void showTotalsAsPositiveNumbers() throws Exception {
        SampleBooks.in(community);

        As.admin()
                .get(community.path() + "/books")
                .then()
                .body("sequence", equalTo(9))
                .body("totals.points.earned", equalTo(180))
                .body("totals.points.available", equalTo(0))
                .body("totals.points.held", equalTo(0))
                .body("totals.points.spent", equalTo(120))
                .body("totals.points.expired", equalTo(0))
                .body("totals.points.deducted", equalTo(90))
                .body("totals.points.arrears", equalTo(30))
                .body("totals.units.supplied", equalTo(10))
                .body("totals.units.onShelf", equalTo(9))
                .body("totals.units.reserved", equalTo(0))
                .body("totals.units.handedOut", equalTo(1))
                .body("totals.units.adjusted", equalTo(0));
    }

    @Test
    void standWhereTheirLastTransactionStands() throws Exception {
        SampleBooks.in(community);

        JsonPath head = As.admin().get(community.path() + "/books").jsonPath();

        As.admin()
                .get(community.path() + "/transactions/" + SampleBooks.LAST)
                .then()
                .body("hash", equalTo(head.getString("hash")))
                .body("recordedAt", equalTo(head.getString("recordedAt")));
    }

    @Test
    void areNotThoseOfAnUnknownCommunity() {
        for (String path : new String[] {"/books", "/books/export", "/books/verification", "/transactions"}) {
            As.admin()
                    .accept("*/*")
                    .get("/v1/communities/no-such-community" + path)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("not_found"));
        }
    }

    @Test
    void areForTheCommunitysCommitteeOnly() throws Exception {
        UUID member = community.member();
        for (String path : new String[] {"/books", "/books/export", "/books/verification", "/transactions"}) {
            expect(200, As.committee(community.slug()), path);
            expect(403, As.committee(books.open().slug()), path);
            expect(403, As.integrator(community.slug()), path);
            expect(403, As.member(community.slug(), member), path);
        }
    }

    private void expect(int status, RequestSpecification request, String path) {
        request.accept("*/*").get(community.path() + path).then().statusCode(status);
    }

    @Test
    void verifyWhenNothingWasChangedBehindTheServicesBack() throws Exception {
        SampleBooks.in(community);
        JsonPath head = As.admin().get(community.path() + "/books").jsonPath();

        As.admin()
                .get(community.path() + "/books/verification")
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("sequence", equalTo(9))
                .body("hash", equalTo(head.getString("hash")))
                .body("firstInvalidSequence", nullValue())
                .body("transactions", equalTo(9))
                .body("accounts", equalTo(12))
                .body("findings", hasSize(0));
    }

    @Test
    void verifyWhileTheyAreEmpty() {
        As.admin()
                .get(community.path() + "/books/verification")
                .then()
                .body("valid", equalTo(true))
                .body("transactions", equalTo(0));
    }
}
