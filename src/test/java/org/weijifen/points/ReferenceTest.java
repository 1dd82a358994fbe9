package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;

/** A document number stands for one fact at a time: once that has been taken back, it is free for what should have been entered. */
@QuarkusTest
class ReferenceTest {
    private static final String PAPER = "paper-17";

    private Committee community;
    private String member;
    private String soap;

    @BeforeEach
    void open() {
        community = aCommittee(Api.asAdmin());
        member = community.aMember();
        soap = community.goods(5, 0);
    }

    @Test
    void isFreeAgainOnceItsCreditIsReversed() {
        long first = sequence(credit(71).expect(201));
        assertThat(credit(17).code()).isEqualTo("duplicate_reference");
        reverse(first);

        long second = sequence(credit(17).expect(201));

        assertThat(credit(17).code()).isEqualTo("duplicate_reference");
        reverse(second);
        credit(18).expect(201);
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(18);
        assertThat(community
                        .post("/transactions/" + second + "/reversal", Map.of("reason", "再一次"))
                        .code())
                .isEqualTo("already_reversed");
        community.verify();
    }

    @Test
    void isFreeAgainOnceItsReceiptIsReversed() {
        long first = sequence(receive(20).expect(201));
        assertThat(receive(2).code()).isEqualTo("duplicate_reference");
        reverse(first);

        receive(2).expect(201);

        assertThat(receive(2).code()).isEqualTo("duplicate_reference");
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(2);
        community.verify();
    }

    /** Each kind has numbers of its own, and each community. */
    @Test
    void isFreeForItsKindAlone() {
        long credit = sequence(credit(5).expect(201));
        receive(5).expect(201);
        reverse(credit);

        assertThat(receive(5).code()).isEqualTo("duplicate_reference");
        credit(5).expect(201);
        community.verify();
    }

    @Test
    void goesToOneOfThoseWhoWantItAtOnce() {
        for (int round = 0; round < 10; round++) {
            long taken = sequence(credit(1).expect(201));
            reverse(taken);

            List<Reply> replies = InParallel.times(12, i -> credit(10 + i));

            assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.code().equals("duplicate_reference")))
                    .hasSize(11);
            reverse(replies.stream()
                    .filter(reply -> reply.status() == 201)
                    .mapToLong(ReferenceTest::sequence)
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(community.balance(member).get("earned").asLong()).isZero();
        community.verify();
    }

    /** A reversal and what is entered again may come at the same moment; whichever is first, at most one is in the books. */
    @Test
    void isNeverTwiceInTheBooksWhileItsReversalIsUnderWay() {
        for (int round = 0; round < 10; round++) {
            long taken = sequence(credit(1).expect(201));

            List<Reply> replies = InParallel.times(
                    9,
                    i -> i == 0
                            ? community.post("/transactions/" + taken + "/reversal", Map.of("reason", "有误"))
                            : credit(2));

            assertThat(replies.get(0).status()).isEqualTo(201);
            List<Reply> entered = replies.subList(1, 9).stream()
                    .filter(reply -> reply.status() == 201)
                    .toList();
            assertThat(entered).hasSizeLessThanOrEqualTo(1);
            entered.forEach(reply -> reverse(sequence(reply)));
        }
        community.verify();
    }

    /** In a bulk request the second of two with one number is refused, whatever was free before. */
    @Test
    void isTakenOnceInABulk() {
        reverse(sequence(credit(3).expect(201)));

        Reply bulk = community
                .post("/credits/bulk", Map.of("mode", "independent", "items", List.of(item(4), item(5))))
                .expect(207);

        assertThat(bulk.json().at("/items/0/credited").asBoolean()).isTrue();
        assertThat(bulk.json().at("/items/1/problem/code").asText()).isEqualTo("duplicate_reference");
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(4);
        community.verify();
    }

    private Map<String, Object> item(long points) {
        return new HashMap<>(Map.of("memberId", member, "points", points, "reason", "登记", "reference", PAPER));
    }

    private Reply credit(long points) {
        return community.post("/credits", item(points), UUID.randomUUID().toString());
    }

    private Reply receive(long units) {
        return community.post("/rewards/" + soap + "/receipts", Map.of("quantity", units, "reference", PAPER));
    }

    private void reverse(long sequence) {
        community
                .post("/transactions/" + sequence + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);
    }

    private static long sequence(Reply posted) {
        return posted.json().get("sequence").asLong();
    }
}
