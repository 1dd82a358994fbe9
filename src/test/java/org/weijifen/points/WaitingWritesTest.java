package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;

@QuarkusTest
class WaitingWritesTest {
    /** More than there are workers. */
    private static final int WRITES = 300;

    private static final int WORKERS = 200;

    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry metrics;

    @Test
    void writesThatWaitForTheirCommitHoldNobodyUp() throws Exception {
        Api admin = Api.asAdmin();
        Committee community = aCommittee(admin);
        String member = community.aMember();

        List<CompletableFuture<Reply>> writes;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            HeldBooks.lock(connection, community);
            writes = IntStream.range(0, WRITES)
                    .mapToObj(i -> admin.postLater(
                            community.path("/credits"), Map.of("memberId", member, "points", 1), "write-" + i))
                    .toList();
            Awaitility.await().until(() -> waiting() > WORKERS);

            // A list needs a worker.
            assertThat(community.get("/members").expect(200).json().path("items"))
                    .hasSize(1);
            assertThat(writes).noneMatch(CompletableFuture::isDone);
            connection.rollback();
        }

        assertThat(writes).allSatisfy(write -> assertThat(write.join().status()).isEqualTo(201));
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(WRITES);
    }

    private double waiting() {
        return metrics.find("weijifen.ledger.queue").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
