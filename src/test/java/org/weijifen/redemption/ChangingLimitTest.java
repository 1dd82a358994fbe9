package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;
import static org.weijifen.fixture.Unserved.assertUnserved;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.platform.ErrorCode;

/** The units of the month are read before a batch, and an edit of the limit may come before the redemption in it. */
@QuarkusTest
class ChangingLimitTest {
    /** As many as the limit allows. */
    private static final int ATTEMPTS = 1000;

    @Inject
    DataSource dataSource;

    @Test
    void asksForPatienceWhenItSawALimitButNoUnits() throws Exception {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMemberWith(ATTEMPTS);
        String reward = community.reward("service", 1, Map.of());

        AtomicBoolean editing = new AtomicBoolean(true);
        CompletableFuture<Void> editor = CompletableFuture.runAsync(() -> editLimit(community, reward, editing));
        int attempt = 0;
        Reply reply;
        try {
            do {
                attempt++;
                reply = community.redeem(member, reward, 1, "attempt-" + attempt);
            } while (reply.status() == 201 && attempt < ATTEMPTS);
        } finally {
            editing.set(false);
        }
        editor.join();
        String key = "attempt-" + attempt;

        assertUnserved(reply, ErrorCode.OVERLOADED);
        assertThat(isKept(community, key)).isFalse();
        assertThat(held(community, member)).isEqualTo(attempt - 1);
        Reply retried = community.redeem(member, reward, 1, key).expect(201);
        assertThat(retried.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(isKept(community, key)).isTrue();
        assertThat(held(community, member)).isEqualTo(attempt);
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

    /** Sets and lifts the limit of a reward, as fast as can be. */
    private static void editLimit(Committee community, String reward, AtomicBoolean editing) {
        Map<String, Object> limit = new HashMap<>();
        while (editing.get()) {
            limit.compute("limitPerMonth", (any, before) -> before == null ? ATTEMPTS : null);
            community.patch("/rewards/" + reward, limit).expect(200);
        }
    }
}
