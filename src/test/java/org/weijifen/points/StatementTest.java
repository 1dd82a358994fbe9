package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
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
import org.weijifen.fixture.Api;
import org.weijifen.fixture.TestBooks;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.id.TaskId;

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
        JsonNode answer = Api.asAdmin().get(path()).expect(200).json();

        assertThat(answer.get("items")).isEmpty();
        assertThat(answer.hasNonNull("nextCursor")).isFalse();
    }

    @Test
    void showsTheBalanceAfterEachTransactionTheNewestFirst() {
        community.receive(reward, 5);
        community.credit(member, 100);
        Transaction reservation = community.reserve(member, 60, reward, today);
        community.collect(member, reward, reservation, today);
        community.deduct(member, 70, today);
        community.credit(member, 50);

        JsonNode answer = Api.asAdmin().get(path()).json();

        assertThat(answer.get("items").findValuesAsText("kind"))
                .containsExactly("credit", "deduction", "collection", "reservation", "credit");
        assertThat(answer.get("items"))
                .extracting(one -> one.get("sequence").longValue())
                .containsExactly(6L, 5L, 4L, 3L, 2L);
        assertThat(answer.get("items"))
                .extracting(one -> one.get("points").longValue())
                .containsExactly(50L, -70L, 0L, -60L, 100L);
        assertThat(answer.get("items"))
                .extracting(one -> one.get("balanceAfter").longValue())
                .containsExactly(20L, -30L, 40L, 40L, 100L);
        assertThat(answer.get("items"))
                .extracting(one -> one.get("held").longValue())
                .containsExactly(0L, 0L, -60L, 60L, 0L);
        assertThat(answer.hasNonNull("nextCursor")).isFalse();
    }

    @Test
    void linksAReversalAndWhatItTakesBack() {
        Cause.Task snow = new Cause.Task(TaskId.next());
        Transaction credit =
                community.credit(member, 40, null, today, new TestBooks.Words(snow, 2L, "Cleared the snow 扫雪", "A-17"));
        community.reverse(member, credit, today);

        JsonNode answer = Api.asAdmin().get(path()).json();

        assertThat(answer.at("/items/0/kind").textValue()).isEqualTo("reversal");
        assertThat(answer.at("/items/0/points").longValue()).isEqualTo(-40);
        assertThat(answer.at("/items/0/reverses").longValue()).isEqualTo(1);
        assertThat(answer.at("/items/1/reversedBy").longValue()).isEqualTo(2);
        assertThat(answer.at("/items/1/subject").textValue()).isEqualTo("task/" + snow.id());
        assertThat(answer.at("/items/1/quantity").longValue()).isEqualTo(2);
        assertThat(answer.at("/items/1/reason").textValue()).isEqualTo("Cleared the snow 扫雪");
        assertThat(answer.at("/items/1/reference").textValue()).isEqualTo("A-17");
        assertThat(answer.at("/items/1/effectiveOn").textValue()).isEqualTo(today.toString());
    }

    @Test
    void showsOnlyTheMembersOwn() throws Exception {
        UUID neighbour = community.member();
        community.credit(member, 10);
        community.credit(neighbour, 20);

        JsonNode answer = Api.asAdmin().get(path()).json();

        assertThat(answer.get("items"))
                .extracting(one -> one.get("points").longValue())
                .containsExactly(10L);
        assertThat(answer.get("items"))
                .extracting(one -> one.get("balanceAfter").longValue())
                .containsExactly(10L);
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
        JsonNode whole = page(200, null).get("items");

        List<JsonNode> pages = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = page(limit, cursor);
            assertThat(page.get("items")).hasSizeBetween(1, limit);
            page.get("items").forEach(pages::add);
            cursor = page.path("nextCursor").textValue();
        } while (cursor != null);

        assertThat(pages).hasSize(12).containsExactlyElementsOf(whole);
    }

    @Test
    void continuesWhereItWasWhileTransactionsGoOn() {
        community.credit(member, 1);
        community.credit(member, 2);
        community.credit(member, 4);
        String cursor = page(1, null).get("nextCursor").textValue();

        community.credit(member, 8);

        assertThat(page(10, cursor).get("items"))
                .extracting(one -> one.get("balanceAfter").longValue())
                .containsExactly(3L, 1L);
    }

    @Test
    void endsAtWhatTheBalanceSays() {
        community.credit(member, 30);
        community.deduct(member, 50, today);
        JsonNode balance = Api.asAdmin()
                .get(community.path() + "/members/" + member + "/balance")
                .json();

        assertThat(page(1, null).at("/items/0/balanceAfter").longValue())
                .isEqualTo(balance.get("available").longValue()
                        - balance.get("arrears").longValue())
                .isEqualTo(-20);
    }

    @Test
    void refusesWhatIsNoCursorOfAStatement() {
        for (String cursor : List.of("nonsense", "MQ", "eAp5", "%00")) {
            assertThat(Api.asAdmin()
                            .get(path(), Map.of("cursor", cursor))
                            .expect(400)
                            .code())
                    .isEqualTo("invalid_cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 201})
    void refusesALimitOutOfBounds(int limit) {
        assertThat(Api.asAdmin().get(path() + "?limit=" + limit).expect(400).code())
                .isEqualTo("validation_failed");
    }

    @Test
    void isForTheMemberToo() throws Exception {
        UUID neighbour = community.member();
        for (String path : List.of("/statement", "/balance")) {
            String own = community.path() + "/members/" + member + path;
            Api.asMember(community.slug(), member).get(own).expect(200);
            Api.asMember(community.slug(), neighbour).get(own).expect(403);
            Api.asIntegrator(community.slug()).get(own).expect(200);
        }
    }

    @Test
    void knowsNoStranger() {
        assertThat(Api.asAdmin()
                        .get(community.path() + "/members/" + UUID.randomUUID() + "/statement")
                        .expect(404)
                        .code())
                .isEqualTo("not_found");
    }

    private JsonNode page(int limit, String cursor) {
        return Api.asAdmin()
                .get(path() + "?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor))
                .expect(200)
                .json();
    }

    private String path() {
        return community.path() + "/members/" + member + "/statement";
    }
}
