package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;

/** Many requests at once never sell more than there is, and a retry never counts twice. */
@QuarkusTest
class ConcurrentRedemptionTest {

    @Test
    void neverOversells() {
        Committee community = aCommittee(Api.asAdmin());
        List<String> members = IntStream.range(0, 20)
                .mapToObj(i -> community.aMemberWith(1000))
                .toList();
        String reward = community.goods(3, 100);

        List<Reply> replies = InParallel.times(1000, i -> community.redeem(members.get(i % members.size()), reward, 1));

        assertThat(statuses(replies)).isEqualTo(Map.of(201, 100L, 409, 900L));
        assertThat(replies).filteredOn(reply -> reply.status() == 409).allMatch(reply -> reply.code()
                .equals("out_of_stock"));
        assertThat(community.stock(reward).get("onShelf").asLong()).isZero();
        assertThat(community.stock(reward).get("reserved").asLong()).isEqualTo(100);
        assertThat(members.stream()
                        .mapToLong(member ->
                                community.balance(member).get("available").asLong())
                        .sum())
                .isEqualTo(20 * 1000 - 100 * 3);
        community.verify();
    }

    @Test
    void neverSpendsAPointTwice() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMemberWith(7 * 12 + 5);
        String reward = community.goods(12, 1000);

        List<Reply> replies = InParallel.times(200, i -> community.redeem(member, reward, 1));

        assertThat(statuses(replies)).isEqualTo(Map.of(201, 7L, 422, 193L));
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(5);
        assertThat(community.balance(member).get("held").asLong()).isEqualTo(7 * 12);
        community.verify();
    }

    @Test
    void answersOneKeyAlikeHoweverOftenItComes() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMemberWith(1000);
        String reward = community.goods(10, 1000);

        List<Reply> replies = InParallel.times(100, i -> community.redeem(member, reward, 1, "one-key"));

        assertThat(replies).extracting(Reply::status).containsOnly(201);
        assertThat(replies).extracting(Reply::body).containsOnly(replies.get(0).body());
        assertThat(replies)
                .extracting(reply -> reply.headers().firstValue("Location"))
                .containsOnly(replies.get(0).headers().firstValue("Location"));
        assertThat(replies)
                .filteredOn(reply ->
                        reply.headers().firstValue("Idempotent-Replayed").isEmpty())
                .hasSize(1);
        assertThat(community.balance(member).get("held").asLong()).isEqualTo(10);
        community.verify();
    }

    @Test
    void opposingMovesNetToZero() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMemberWith(500 * 2);
        String reward = community.goods(2, 500);
        List<String> open = InParallel.times(250, i -> community.reserved(member, reward, 1));

        InParallel.times(
                500,
                i -> i % 2 == 0
                        ? community.redeem(member, reward, 1).expect(201)
                        : community.cancel(open.get(i / 2)).expect(200));

        assertThat(community.balance(member).get("held").asLong()).isEqualTo(250 * 2);
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(250 * 2);
        assertThat(community.stock(reward).get("reserved").asLong()).isEqualTo(250);
        community.verify();
    }

    private static Map<Integer, Long> statuses(List<Reply> replies) {
        return replies.stream()
                .map(Reply::status)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
