package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Outcome;
import org.weijifen.ledger.TestLedger;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.reward.Rewards;

/** A reward's monthly limit is edited while a redemption is being loaded. */
@QuarkusTest
class ChangingLimitTest {
    private static final int BATCH = 8;

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    @Inject
    Answers answers;

    @Inject
    Communities communities;

    @Inject
    Members members;

    @Inject
    Rewards rewards;

    @Inject
    Redemptions redemptions;

    @Inject
    MonthlyUnits monthlyUnits;

    @Inject
    PickupCodes pickupCodes;

    @Inject
    Clock clock;

    @Test
    void asksForPatienceWhenItSawALimitButNoUnits() throws Exception {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMemberWith(10);
        String reward = community.reward("service", 3, Map.of());
        Reservations.Order order = new Reservations.Order(
                UUID.randomUUID(),
                UUID.fromString(member),
                List.of(new Reservations.OrderLine(UUID.fromString(reward), 1)),
                null,
                null);
        Call call = new Call("tester", UUID.randomUUID().toString(), false, Locale.ENGLISH, "/test", "test");

        try (TestLedger test =
                new TestLedger(telling(sql -> editLimit(community, reward, sql)), problems, BATCH, BATCH)) {
            assertThat(reservations(test.ledger()).reserve(community.slug(), order, call))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ProblemException.class)
                    .satisfies(e ->
                            assertThat(((ProblemException) e.getCause()).code()).isEqualTo(ErrorCode.OVERLOADED));
        }
        assertThat(answersKeptUnder(call.idempotencyKey())).isZero();
        assertThat(community.balance(member).get("held").asLong()).isZero();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, BATCH)) {
            Outcome retried = reservations(test.ledger())
                    .reserve(community.slug(), order, call)
                    .get();
            assertThat(retried.answer().status()).isEqualTo(201);
            assertThat(retried.replayed()).isFalse();
        }
        assertThat(answersKeptUnder(call.idempotencyKey())).isEqualTo(1);
        assertThat(community.balance(member).get("held").asLong()).isEqualTo(3);
        community.verify();
    }

    /** Whichever is loaded first: the reward shows a limit, and there is none when its units are counted. */
    private static void editLimit(Committee community, String reward, String sql) {
        if (sql.contains("r.limit_per_month")) {
            community.patch("/rewards/" + reward, "{\"limitPerMonth\":2}").expect(200);
        } else if (sql.contains("w.limit_per_month is not null")) {
            community.patch("/rewards/" + reward, "{\"limitPerMonth\":null}").expect(200);
        }
    }

    private Reservations reservations(Ledger ledger) {
        return new Reservations(
                ledger, answers, communities, members, rewards, redemptions, monthlyUnits, pickupCodes, clock);
    }

    private long answersKeptUnder(String key) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from idempotency_key where key = ?")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Connections that tell each statement before it is prepared. */
    private DataSource telling(Consumer<String> listener) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object answer = method.invoke(dataSource, arguments);
            return answer instanceof Connection connection ? telling(connection, listener) : answer;
        });
    }

    private static Connection telling(Connection connection, Consumer<String> listener) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                listener.accept((String) arguments[0]);
            }
            return method.invoke(connection, arguments);
        });
    }

    private interface Invocation {
        Object of(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Invocation invocation) {
        return type.cast(Proxy.newProxyInstance(
                ChangingLimitTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return invocation.of(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
