package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;
import static org.weijifen.fixture.Unserved.assertUnserved;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.platform.ErrorCode;

/** The units of the month are read before a batch, and an edit of the limit may come before the redemption in it. */
@QuarkusTest
class ChangingLimitTest {
    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry metrics;

    @Test
    void asksForPatienceWhenItSawALimitButNoUnits() throws Exception {
        Api admin = Api.asAdmin();
        Committee community = aCommittee(admin);
        String member = community.aMemberWith(10);
        String reward = community.reward("service", 1, Map.of());
        CompletableFuture<Reply> edited;
        CompletableFuture<Reply> behind;
        try (HeldBooks books = new HeldBooks(community, metrics)) {
            admin.postLater(community.path("/redemptions"), Committee.redemption(member, reward, 1), "first");
            books.awaitFirst();
            edited = CompletableFuture.supplyAsync(
                    () -> community.patch("/rewards/" + reward, Map.of("limitPerMonth", 5)));
            books.awaitQueued(1);
            behind = admin.postLater(community.path("/redemptions"), Committee.redemption(member, reward, 1), "behind");
            books.awaitQueued(2);
        }

        edited.join().expect(200);
        assertUnserved(behind.join(), ErrorCode.OVERLOADED);
        assertThat(isKept(community, "behind")).isFalse();
        assertThat(held(community, member)).isEqualTo(1);
        Reply retried = community.redeem(member, reward, 1, "behind").expect(201);
        assertThat(retried.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(isKept(community, "behind")).isTrue();
        assertThat(held(community, member)).isEqualTo(2);
        community.verify();
    }

    private static long held(Committee community, String member) {
        return community.balance(member).get("held").asLong();
    }

    private boolean isKept(Committee community, String key) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select 1 from idempotency_key k"
                        + " join community c on c.id = k.community_id where c.slug = ? and k.key = ?")) {
            statement.setString(1, community.slug());
            statement.setString(2, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
