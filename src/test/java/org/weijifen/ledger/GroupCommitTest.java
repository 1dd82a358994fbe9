package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.ledger.TestLedger.TODAY;
import static org.weijifen.ledger.TestLedger.call;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.Answer;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.id.MemberId;

/** What a batch does when one of its operations goes wrong, and what a lane does when it is full. */
@QuarkusTest
class GroupCommitTest {
    private static final int BATCH = 256;

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    /** The ways in which an operation can be a mistake rather than a refusal. */
    enum Poison implements Function<Books, Answer> {
        DECISION_THROWS {
            @Override
            public Answer apply(Books books) {
                throw new IllegalArgumentException("a mistake");
            }
        },
        BREAKS_A_BOUND {
            @Override
            public Answer apply(Books books) {
                Entry entry = books.begin(TransactionKind.CREDIT, TODAY, call(null));
                entry.move(
                        1,
                        AccountKey.of(AccountType.AVAILABLE, new MemberId(MEMBER)),
                        AccountKey.of(AccountType.EARNED, new MemberId(MEMBER)));
                throw new AssertionError("the move was let through");
            }
        },
        SAVING_THROWS_AN_ERROR {
            @Override
            public Answer apply(Books books) {
                Entry entry = books.begin(TransactionKind.CREDIT, TODAY, call(null));
                new Wallet(books, new MemberId(MEMBER), TODAY).credit(entry, 1, null);
                entry.post();
                books.put(new TestLedger.BrokenTable(), "key", "row");
                return new Answer(201, null, "{}");
            }
        },
        DATABASE_REFUSES_ITS_ROW {
            @Override
            public Answer apply(Books books) {
                Entry entry = books.begin(TransactionKind.CREDIT, TODAY, call(null));
                new Wallet(books, new MemberId(MEMBER), TODAY).credit(entry, 1, null);
                entry.post();
                books.put(new TestLedger.PoisonedTable(), "key", "row");
                return new Answer(201, null, "{}");
            }
        },
        UPDATE_FINDS_TOO_FEW_ROWS {
            @Override
            public Answer apply(Books books) {
                Entry entry = books.begin(TransactionKind.CREDIT, TODAY, call(null));
                new Wallet(books, new MemberId(MEMBER), TODAY).credit(entry, 1, null);
                entry.post();
                books.put(new TestLedger.MissedTable(), "key", "row");
                return new Answer(201, null, "{}");
            }
        },
        DATABASE_REFUSES_ITS_TEXT {
            @Override
            public Answer apply(Books books) {
                Entry entry =
                        books.begin(TransactionKind.CREDIT, TODAY, call(null)).reason("nul \0 character");
                new Wallet(books, new MemberId(MEMBER), TODAY).credit(entry, 1, null);
                entry.post();
                return new Answer(201, null, "{}");
            }
        };

        static final UUID MEMBER = Ids.next();
    }

    @ParameterizedTest
    @EnumSource(Poison.class)
    void onePoisonedOperationFailsAlone(Poison poison) throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();
        List<CompletableFuture<Outcome<Answer>>> good = new ArrayList<>();
        CompletableFuture<Outcome<Answer>> bad = null;

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, BATCH)) {
            CountDownLatch gathered = holdBack(test.ledger(), communityId);
            for (int i = 0; i < BATCH - 1; i++) {
                if (i == BATCH / 2) {
                    bad = test.ledger().submit(TestLedger.operation(communityId, "bad", Poison.MEMBER, poison));
                }
                good.add(test.ledger().submit(TestLedger.credit(communityId, memberId, "good-" + i)));
            }
            gathered.countDown();

            assertThat(good)
                    .allSatisfy(
                            future -> assertThat(future.get().answer().status()).isEqualTo(201));
            assertThat(bad)
                    .failsWithin(java.time.Duration.ofSeconds(30))
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .withCauseInstanceOf(ProblemException.class)
                    .satisfies(e ->
                            assertThat(((ProblemException) e.getCause()).code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
        }

        assertThat(TestLedger.count(dataSource, "select sequence from book where community_id = ?", communityId))
                .isEqualTo(BATCH - 1);
        assertThat(TestLedger.count(
                        dataSource,
                        "select count(*) from idempotency_key where community_id = ? and key = 'bad'",
                        communityId))
                .isZero();
        assertThat(TestLedger.count(
                        dataSource,
                        "select balance from account where community_id = ? and owner = ? and type = 'available'",
                        communityId,
                        memberId))
                .isEqualTo(BATCH - 1);
    }

    @Test
    void whoeverAsksFirstGetsTheValueAndWhoeverAsksAgainTheAnswer() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, BATCH)) {
            Outcome<Answer> first = test.ledger().execute(TestLedger.credit(communityId, memberId, "key"));
            Outcome<Answer> again = test.ledger().execute(TestLedger.credit(communityId, memberId, "key"));
            Outcome<Answer> refused = test.ledger()
                    .execute(TestLedger.operation(communityId, "refused", memberId, books -> {
                        throw ProblemException.of(ErrorCode.OUT_OF_STOCK);
                    }));

            assertThat(first.result()).contains(first.answer());
            assertThat(again).isEqualTo(new Outcome<>(Optional.empty(), first.answer(), true));
            assertThat(refused.result()).isEmpty();
            assertThat(List.of(first.isRefused(), again.isRefused(), refused.isRefused()))
                    .containsExactly(false, false, true);
        }
    }

    @Test
    void sharesOneCommitAmongAllThatWait() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        List<CompletableFuture<Outcome<Answer>>> futures = new ArrayList<>();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, BATCH)) {
            CountDownLatch gathered = holdBack(test.ledger(), communityId);
            for (int i = 0; i < BATCH; i++) {
                futures.add(test.ledger().submit(TestLedger.credit(communityId, Ids.next(), "key-" + i)));
            }
            gathered.countDown();
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get();
        }

        assertThat(TestLedger.count(
                        dataSource,
                        "select count(distinct xmin::text) from ledger_transaction where community_id = ?",
                        communityId))
                .isEqualTo(1);
    }

    /** A commit on two servers costs more than two commits. */
    @ParameterizedTest
    @CsvSource({"false, 1", "true, 2"})
    @OnOneServer("it shares a commit among communities")
    void sharesOneCommitAmongCommunitiesUnlessTheDatabaseIsDistributed(boolean sharded, long commits) throws Exception {
        UUID one = TestLedger.newBooks(dataSource);
        UUID other = TestLedger.newBooks(dataSource);
        List<CompletableFuture<Outcome<Answer>>> futures = new ArrayList<>();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, sharded)) {
            CountDownLatch gathered = holdBack(test.ledger(), one);
            for (int i = 0; i < BATCH; i++) {
                UUID communityId = i % 2 == 0 ? one : other;
                futures.add(test.ledger().submit(TestLedger.credit(communityId, Ids.next(), "key-" + i)));
            }
            gathered.countDown();
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get();
        }

        String transactions = " from ledger_transaction where community_id in (?, ?)";
        assertThat(TestLedger.count(dataSource, "select count(distinct xmin::text)" + transactions, one, other))
                .isEqualTo(commits);
        assertThat(TestLedger.count(dataSource, "select count(*)" + transactions, one, other))
                .isEqualTo(BATCH);
    }

    /** While a community moves to another server, its book may be read where it was; its keys refuse what came of that. */
    @ParameterizedTest
    @CsvSource({"false, INTERNAL_ERROR", "true, OVERLOADED"})
    void asksForPatienceWhereAKeyIsTakenOnADistributedDatabase(boolean sharded, ErrorCode code) throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, sharded)) {
            CompletableFuture<Outcome<Answer>> taken = test.ledger()
                    .submit(TestLedger.operation(communityId, "key", memberId, books -> {
                        books.put(new TestLedger.TakenTable(), "key", "row");
                        return new Answer(201, null, "{}");
                    }));

            assertThat(taken)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .satisfies(e ->
                            assertThat(((ProblemException) e.getCause()).code()).isEqualTo(code));
        }
    }

    /**
     * A distributed database may say at the end that it doesn't know whether one of its servers has committed. Then nothing is
     * decided again: who has no answer under the key is told to retry.
     */
    @ParameterizedTest
    @CsvSource({"false, true", "true, false"})
    @OnOneServer("it makes a trigger")
    void decidesNothingAgainWhereTheCommitIsInDoubt(boolean sharded, boolean othersAreDone) throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("create function doubt() returns trigger language plpgsql as $$ begin"
                    + " raise 'could not commit on at least one server' using errcode = 'XX000'; end $$");
            statement.execute(
                    "create constraint trigger doubt after insert on idempotency_key deferrable initially deferred"
                            + " for each row when (new.key = 'doubt') execute function doubt()");
        }

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, sharded)) {
            CountDownLatch gathered = holdBack(test.ledger(), communityId);
            CompletableFuture<Outcome<Answer>> doubtful =
                    test.ledger().submit(TestLedger.credit(communityId, Ids.next(), "doubt"));
            CompletableFuture<Outcome<Answer>> other =
                    test.ledger().submit(TestLedger.credit(communityId, Ids.next(), "other"));
            gathered.countDown();

            assertThat(doubtful)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .satisfies(e -> assertThat(((ProblemException) e.getCause()).code())
                            .isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
            assertThat(other.handle((outcome, failure) -> failure == null).get())
                    .isEqualTo(othersAreDone);
        } finally {
            try (Connection superuser = TestDatabase.asSuperuser();
                    Statement statement = superuser.createStatement()) {
                statement.execute("drop function doubt cascade");
            }
        }
    }

    @Test
    void aFullQueueRefusesWithoutDoingAnything() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();
        int queueSize = 10;
        List<CompletableFuture<Outcome<Answer>>> waiting = new ArrayList<>();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, queueSize)) {
            CountDownLatch gathered = holdBack(test.ledger(), communityId);
            for (int i = 0; i < queueSize; i++) {
                waiting.add(test.ledger().submit(TestLedger.credit(communityId, memberId, "key-" + i)));
            }
            CompletableFuture<Outcome<Answer>> beyond =
                    test.ledger().submit(TestLedger.credit(communityId, memberId, "beyond"));

            assertThat(beyond).isCompletedExceptionally();
            gathered.countDown();
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get();
        }

        assertThat(TestLedger.count(dataSource, "select sequence from book where community_id = ?", communityId))
                .isEqualTo(queueSize);
    }

    @Test
    void whoeverWaitsTooLongForTheBooksMayTryAgain() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (TestLedger test = new TestLedger(dataSource, problems, BATCH, BATCH, Duration.ofMillis(300));
                Connection elsewhere = TestDatabase.asSuperuser()) {
            elsewhere.setAutoCommit(false);
            try (PreparedStatement lock =
                    elsewhere.prepareStatement("select 1 from book where community_id = ? for update")) {
                lock.setObject(1, communityId);
                lock.executeQuery();
            }
            assertThat(test.ledger().submit(TestLedger.credit(communityId, memberId, "key")))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .satisfies(e ->
                            assertThat(((ProblemException) e.getCause()).code()).isEqualTo(ErrorCode.OVERLOADED));
            elsewhere.rollback();

            Outcome<Answer> retried = test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();
            assertThat(retried.answer().status()).isEqualTo(201);
        }
    }

    @Test
    void finishesWhatWaitsWhenItStops() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        List<CompletableFuture<Outcome<Answer>>> futures = new ArrayList<>();
        TestLedger test = new TestLedger(dataSource, problems, 8, 1000);

        for (int i = 0; i < 500; i++) {
            futures.add(test.ledger().submit(TestLedger.credit(communityId, Ids.next(), "key-" + i)));
        }
        test.close();

        assertThat(futures).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(test.ledger().submit(TestLedger.credit(communityId, Ids.next(), "late")))
                .isCompletedExceptionally();
    }

    /** Keeps the lane busy with an operation that moves nothing until the latch is counted down. */
    private static CountDownLatch holdBack(Ledger ledger, UUID communityId) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ledger.submit(TestLedger.operation(communityId, null, Ids.next(), books -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Answer(200, null, "{}");
        }));
        begun.await();
        return release;
    }
}
