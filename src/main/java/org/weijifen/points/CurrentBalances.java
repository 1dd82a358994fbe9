package org.weijifen.points;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.weijifen.community.Communities;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Lookups;
import org.weijifen.member.Members;
import org.weijifen.platform.BatchQueue;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.database.Sharding;
import org.weijifen.platform.id.MemberId;

/** Reads current balances. Concurrent requests are read by one statement. */
@Singleton
final class CurrentBalances implements BatchQueue.Work<CurrentBalances.Question> {
    private static final Logger LOG = Logger.getLogger(CurrentBalances.class);
    private static final int QUEUE_SIZE = 4096;
    private static final int BATCH_SIZE = 256;
    private static final int MOST_READERS = 4;

    /** On a distributed database, whose servers are not to wait for each other. */
    private static final int QUEUES_OF_SERVERS = 8;

    /** Longest wait for an answer. After that the answer is 503. */
    private static final int PATIENCE_SECONDS = 30;

    /** Stops after the HTTP server has drained. */
    private static final int STOP_LATE = 10_000;

    /** A question about a member, with the future of its answer. */
    record Question(UUID communityId, MemberId memberId, CompletableFuture<Balances.BalanceView> answer) {}

    private final Snapshots snapshots;
    private final ReadingConfig config;
    private final Clock clock;
    private final Communities communities;
    private final Sharding sharding;
    private final List<BatchQueue<Question>> queues;

    CurrentBalances(
            Snapshots snapshots, ReadingConfig config, Clock clock, Communities communities, Sharding sharding) {
        this.snapshots = snapshots;
        this.config = config;
        this.clock = clock;
        this.communities = communities;
        this.sharding = sharding;
        this.queues = sharding.isOn()
                ? IntStream.range(0, QUEUES_OF_SERVERS)
                        .mapToObj(number -> queue("balances-" + number, 1))
                        .toList()
                : List.of(queue("balances", readersFor(Runtime.getRuntime().availableProcessors())));
    }

    private BatchQueue<Question> queue(String name, int readers) {
        return new BatchQueue<>(name, readers, QUEUE_SIZE, BATCH_SIZE, this);
    }

    /**
     * One reader for every two processors, because one reader keeps two of them busy, together with the event loops and
     * the database.
     */
    static int readersFor(int processors) {
        return Math.min(MOST_READERS, Math.max(1, processors / 2));
    }

    void start(@Observes StartupEvent event) {
        queues.forEach(BatchQueue::start);
    }

    void stop(@Observes @Priority(STOP_LATE) ShutdownEvent event) {
        queues.forEach(BatchQueue::stop);
    }

    /**
     * The current balance of a member. The future fails with a {@link ProblemException}: {@code not_found}, {@code
     * overloaded}, {@code database_unavailable} or {@code internal_error}.
     */
    CompletableFuture<Balances.BalanceView> of(String community, MemberId memberId) {
        // A text that is not a slug is refused without a query. PostgreSQL cannot even store some characters.
        if (!Communities.isSlug(community)) {
            return CompletableFuture.failedFuture(Communities.notFound(community));
        }
        return communities
                .resolve(community)
                .thenCompose(communityId -> ask(new Question(communityId, memberId, new CompletableFuture<>())))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof ProblemException problem) {
                        throw problem;
                    }
                    if (cause instanceof TimeoutException) {
                        throw ProblemException.of(ErrorCode.OVERLOADED);
                    }
                    LOG.errorf("a community could not be read: %s", Faults.describe(cause));
                    throw ProblemException.of(ErrorCode.INTERNAL_ERROR);
                });
    }

    private CompletableFuture<Balances.BalanceView> ask(Question question) {
        queues.get(sharding.queueOf(question.communityId(), queues.size())).submit(question);
        // Whoever has waited too long is not read for any more.
        return question.answer().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void on(List<Question> batch) {
        List<Question> waiting =
                batch.stream().filter(question -> !question.answer().isDone()).toList();
        if (!waiting.isEmpty()) {
            sharding.together(waiting, Question::communityId).forEach(this::answerTogether);
        }
    }

    private void answerTogether(List<Question> waiting) {
        try {
            snapshots.lookUp(connection -> {
                answer(connection, waiting);
                return waiting;
            });
        } catch (ProblemException e) {
            waiting.forEach(question -> question.answer().completeExceptionally(e));
        } catch (RuntimeException e) {
            // A row that can't be read fails only the requests for that row.
            if (waiting.size() == 1) {
                LOG.errorf("a balance could not be read: %s", Faults.describe(e));
                failed(waiting.get(0));
            } else {
                waiting.forEach(question -> answerTogether(List.of(question)));
            }
        }
    }

    @Override
    public void failed(Question question) {
        question.answer().completeExceptionally(ProblemException.of(ErrorCode.INTERNAL_ERROR));
    }

    @Override
    public void refused(Question question) {
        question.answer().completeExceptionally(ProblemException.of(ErrorCode.OVERLOADED));
    }

    /** Reads the answer to one question from the rows. */
    private record Found(ZoneId zone, boolean member, long sequence, Balances.Tally tally) {

        static Found of(ResultSet row) throws SQLException {
            return new Found(ZoneId.of(row.getString(2)), row.getBoolean(3), row.getLong(4), Balances.Tally.empty());
        }

        void add(ResultSet row, Instant now) throws SQLException {
            String type = row.getString(5);
            if (type != null) {
                tally.add(
                        AccountType.ofCode(type),
                        row.getObject(6, LocalDate.class),
                        row.getLong(7),
                        LocalDate.ofInstant(now, zone));
            }
        }

        void answer(Question question, Instant now) {
            if (!member) {
                question.answer().completeExceptionally(Members.notFound(question.memberId()));
            } else {
                question.answer().complete(tally.view(question.memberId(), now, sequence));
            }
        }
    }

    private void answer(Connection connection, List<Question> batch) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Found[] found = new Found[batch.size()];
        Lookups lookups = new Lookups(config.statementTimeout());
        lookups.add(
                """
                select n.position, c.time_zone, m.id is not null, b.sequence, a.type, a.expires_on, a.balance
                from :rows(member_id, position)
                cross join lateral (select c.time_zone from community c
                    where c.id between n.community_id and n.community_id order by c.id) c
                cross join lateral (select b.sequence from book b
                    where b.community_id = n.community_id order by b.community_id) b
                left join lateral (select m.id from member m
                    where m.community_id = n.community_id and m.id between n.member_id and n.member_id order by m.id) m on true
                left join lateral (select a.type, a.expires_on, a.balance from account a
                    where a.community_id = n.community_id and a.owner = m.id order by a.type, a.expires_on) a
                  on a.balance <> 0
                """,
                columns -> {
                    columns.communities(batch.stream().map(Question::communityId));
                    columns.uuids(batch.stream().map(Question::memberId));
                    columns.numbers(LongStream.range(0, batch.size()).boxed());
                },
                rows -> {
                    while (rows.next()) {
                        int index = rows.getInt(1);
                        if (found[index] == null) {
                            found[index] = Found.of(rows);
                        }
                        found[index].add(rows, now);
                    }
                });
        lookups.run(connection);
        for (int i = 0; i < found.length; i++) {
            found[i].answer(batch.get(i), now);
        }
    }
}
