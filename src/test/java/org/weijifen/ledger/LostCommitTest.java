package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.fixture.CuttingProxy;
import org.weijifen.fixture.CuttingProxy.Moment;
import org.weijifen.platform.Answer;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** The connection goes at the worst moment: when COMMIT is on its way. */
@QuarkusTest
class LostCommitTest {
    private static final int BATCH = 256;
    private static final String COMMIT = "COMMIT";

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    @Test
    void findsOutThatACommitArrived() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (CuttingProxy proxy = new CuttingProxy();
                TestLedger test =
                        new TestLedger(TestLedger.direct(proxy.coordinates().url()), problems, BATCH, BATCH)) {
            proxy.cut(COMMIT, Moment.BEFORE_IT_IS_ANSWERED);
            Outcome<Answer> outcome = test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();

            assertThat(outcome.answer().status()).isEqualTo(201);
            assertThat(outcome.replayed()).isFalse();
            assertThat(outcome.result()).isPresent();
        }

        assertThat(pointsOf(communityId, memberId)).isEqualTo(1);
    }

    @Test
    void findsOutThatACommitDidNotArrive() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (CuttingProxy proxy = new CuttingProxy();
                TestLedger test =
                        new TestLedger(TestLedger.direct(proxy.coordinates().url()), problems, BATCH, BATCH)) {
            proxy.cut(COMMIT, Moment.BEFORE_IT_ARRIVES);
            assertThat(failure(test, communityId, memberId)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            assertThat(pointsOf(communityId, memberId)).isZero();

            Outcome<Answer> retried = test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();
            assertThat(retried.answer().status()).isEqualTo(201);
            assertThat(retried.replayed()).isFalse();
        }

        assertThat(pointsOf(communityId, memberId)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"BEFORE_IT_ARRIVES", "BEFORE_IT_IS_ANSWERED"})
    void aRetryCountsOnceWhateverWasLost(Moment moment) throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (CuttingProxy proxy = new CuttingProxy();
                TestLedger test =
                        new TestLedger(TestLedger.direct(proxy.coordinates().url()), problems, BATCH, BATCH)) {
            for (int i = 0; i < 20; i++) {
                String key = "key-" + i;
                if (i % 3 == 0) {
                    proxy.cut(COMMIT, moment);
                }
                test.ledger()
                        .submit(TestLedger.credit(communityId, memberId, key))
                        .handle((outcome, lost) -> outcome)
                        .get();
                test.ledger()
                        .submit(TestLedger.credit(communityId, memberId, key))
                        .get();
            }
        }

        assertThat(pointsOf(communityId, memberId)).isEqualTo(20);
        assertThat(TestLedger.count(dataSource, "select sequence from book where community_id = ?", communityId))
                .isEqualTo(20);
    }

    private static ErrorCode failure(TestLedger test, UUID communityId, UUID memberId) throws InterruptedException {
        try {
            test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();
            throw new AssertionError("it did not fail");
        } catch (ExecutionException e) {
            return ((ProblemException) e.getCause()).code();
        }
    }

    private long pointsOf(UUID communityId, UUID memberId) throws Exception {
        return TestLedger.count(
                dataSource,
                "select coalesce(sum(balance), 0) from account where community_id = ? and owner = ? and type = 'available'",
                communityId,
                memberId);
    }
}
