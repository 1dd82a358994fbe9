package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.As;
import org.weijifen.fixture.TestBooks;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Transaction;

@QuarkusTest
class StatementTest {
    @Inject
    TestBooks books;

    private TestBooks.Community community;
    private UUID member;
    private UUID reward;
    private LocalDate today;

    @BeforeEach
    void openCommunity() throws Exception {
        community = books.open();
        member = community.member();
        reward = UUID.randomUUID();
        today = community.today();
    }

    @Test
    void isEmptyBeforeTheFirstTransaction() {
        As.admin().get(path()).then().statusCode(200).body("items", hasSize(0)).body("nextCursor", nullValue());
    }

    @Test
    void showsTheBalanceAfterEachTransactionTheNewestFirst() {
        community.receive(reward, 5);
        community.credit(member, 100);
        Transaction reservation = community.reserve(member, 60, reward, today);
        community.collect(member, reward, reservation, today);
        community.deduct(member, 70, today);
        community.credit(member, 50);

        As.admin()
                .get(path())
                .then()
                .body("items.kind", contains("credit", "deduction", "collection", "reservation", "credit"))
                .body("items.sequence", contains(6, 5, 4, 3, 2))
                .body("items.points", contains(50, -70, 0, -60, 100))
                .body("items.balanceAfter", contains(20, -30, 40, 40, 100))
                .body("items.held", contains(0, 0, -60, 60, 0))
                .body("nextCursor", nullValue());
    }

    @Test
    void linksAReversalAndWhatItTakesBack() {
        Cause.Task snow = new Cause.Task(UUID.randomUUID());
        Transaction credit =
                community.credit(member, 40, null, today, new TestBooks.Words(snow, 2L, "Cleared the snow 扫雪", "A-17"));
        community.reverse(member, credit, today);

        As.admin()
                .get(path())
                .then()
                .body("items[0].kind", equalTo("reversal"))
                .body("items[0].points", equalTo(-40))
                .body("items[0].reverses", equalTo(1))
                .body("items[1].reversedBy", equalTo(2))
                .body("items[1].subject", equalTo("task/" + snow.id()))
                .body("items[1].quantity", equalTo(2))
                .body("items[1].reason", equalTo("Cleared the snow 扫雪"))
                .body("items[1].reference", equalTo("A-17"))
                .body("items[1].effectiveOn", equalTo(today.toString()));
    }

    @Test
    void showsOnlyTheMembersOwn() throws Exception {
        UUID neighbour = community.member();
        community.credit(member, 10);
        community.credit(neighbour, 20);

        As.admin().get(path()).then().body("items.points", contains(10)).body("items.balanceAfter", contains(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void givesTheSameInPagesAsInOne(int limit) {
        community.receive(reward, 50);
        for (int i = 0; i < 4; i++) {
            community.credit(member, 100 + i);
            Transaction reservation = community.reserve(member, 30 + i, reward, today);
            community.cancel(member, reward, reservation, today);
        }
        List<Map<String, Object>> whole = page(200, null).getList("items");

        List<Map<String, Object>> pages = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = page(limit, cursor);
            List<Map<String, Object>> items = page.getList("items");
            assertThat(items).hasSizeBetween(1, limit);
            pages.addAll(items);
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(pages).hasSize(12).isEqualTo(whole);
    }

    @Test
    void continuesWhereItWasWhileTransactionsGoOn() {
        community.credit(member, 1);
        community.credit(member, 2);
        community.credit(member, 4);
        String cursor = page(1, null).getString("nextCursor");

        community.credit(member, 8);

        assertThat(page(10, cursor).getList("items.balanceAfter")).containsExactly(3, 1);
    }

    @Test
    void endsAtWhatTheBalanceSays() {
        community.credit(member, 30);
        community.deduct(member, 50, today);
        JsonPath balance = As.admin()
                .get(community.path() + "/members/" + member + "/balance")
                .jsonPath();

        assertThat(page(1, null).getLong("items[0].balanceAfter"))
                .isEqualTo(balance.getLong("available") - balance.getLong("arrears"))
                .isEqualTo(-20);
    }

    @Test
    void refusesWhatIsNoCursorOfAStatement() {
        for (String cursor : List.of("nonsense", "MQ", "eAp5", "%00")) {
            As.admin()
                    .queryParam("cursor", cursor)
                    .get(path())
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid_cursor"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 201})
    void refusesALimitOutOfBounds(int limit) {
        As.admin()
                .queryParam("limit", limit)
                .get(path())
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"));
    }

    @Test
    void isForTheMemberToo() throws Exception {
        UUID neighbour = community.member();
        for (String path : List.of("/statement", "/balance")) {
            String own = community.path() + "/members/" + member + path;
            As.member(community.slug(), member).get(own).then().statusCode(200);
            As.member(community.slug(), neighbour).get(own).then().statusCode(403);
            As.integrator(community.slug()).get(own).then().statusCode(200);
        }
    }

    @Test
    void knowsNoStranger() {
        As.admin()
                .get(community.path() + "/members/" + UUID.randomUUID() + "/statement")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }

    private JsonPath page(int limit, String cursor) {
        var request = As.admin().queryParam("limit", limit);
        return (cursor == null ? request : request.queryParam("cursor", cursor))
                .get(path())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String path() {
        return community.path() + "/members/" + member + "/statement";
    }
}
