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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
import org.weijifen.platform.id.MemberId;

/** Reads current balances. Concurrent requests are read by one statement. */
@Singleton
final class CurrentBalances implements BatchQueue.Work<CurrentBalances.Question> {
    private static final Logger LOG = Logger.getLogger(CurrentBalances.class);
    private static final int QUEUE_SIZE = 4096;
    private static final int BATCH_SIZE = 256;
    private static final int MOST_READERS = 4;

    /** Longest wait for an answer. After that the answer is 503. */
    private static final int PATIENCE_SECONDS = 30;

    /** Stops after the HTTP server has drained. */
    private static final int STOP_LATE = 10_000;

    /** A question about a member, with the future of its answer. */
    record Question(String community, MemberId memberId, CompletableFuture<Balances.BalanceView> answer) {}

    private final Snapshots snapshots;
    private final ReadingConfig config;
    private final Clock clock;
    private final BatchQueue<Question> queue = new BatchQueue<>(
            "balances", readersFor(Runtime.getRuntime().availableProcessors()), QUEUE_SIZE, BATCH_SIZE, this);

    CurrentBalances(Snapshots snapshots, ReadingConfig config, Clock clock) {
        this.snapshots = snapshots;
        this.config = config;
        this.clock = clock;
    }

    /**
     * One reader for every two processors, because one reader keeps two of them busy, together with the event loops and
     * the database.
     */
    static int readersFor(int processors) {
        return Math.min(MOST_READERS, Math.max(1, processors / 2));
    }

    void start(@Observes StartupEvent event) {
        queue.start();
    }

    void stop(@Observes @Priority(STOP_LATE) ShutdownEvent event) {
        queue.stop();
    }

    /**
     * The current balance of a member. The future fails with a {@link ProblemException}: {@code not_found}, {@code
     * overloaded} or {@code database_unavailable}.
     */
    CompletableFuture<Balances.BalanceView> of(String community, MemberId memberId) {
        // A text that is not a slug is refused without a query. PostgreSQL cannot even store some characters.
        if (!Communities.isSlug(community)) {
            return CompletableFuture.failedFuture(Communities.notFound(community));
        }
        Question question = new Question(community, memberId, new CompletableFuture<>());
        queue.submit(question);
        return question.answer().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(failure -> {
            throw failure instanceof ProblemException problem ? problem : ProblemException.of(ErrorCode.OVERLOADED);
        });
    }

    @Override
    public void on(List<Question> batch) {
        List<Question> waiting =
                batch.stream().filter(question -> !question.answer().isDone()).toList();
        if (waiting.isEmpty()) {
            return;
        }
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
                waiting.forEach(question -> on(List.of(question)));
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

    /** Reads the answer to one question from the rows. Without a zone there is no such community. */
    private record Found(ZoneId zone, boolean member, long sequence, Balances.Tally tally) {

        static Found of(ResultSet row) throws SQLException {
            String zone = row.getString(2);
            return new Found(
                    zone == null ? null : ZoneId.of(zone), row.getBoolean(3), row.getLong(4), Balances.Tally.empty());
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
            if (zone == null) {
                question.answer().completeExceptionally(Communities.notFound(question.community()));
            } else if (!member) {
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
                from unnest(?::text[], ?::uuid[]) with ordinality as n(slug, member_id, position)
                left join lateral (select c.id, c.time_zone from community c
                    where c.slug between n.slug and n.slug order by c.slug) c on true
                left join lateral (select b.sequence from book b
                    where b.community_id between c.id and c.id order by b.community_id) b on true
                left join lateral (select m.id from member m
                    where m.community_id = c.id and m.id between n.member_id and n.member_id order by m.id) m on true
                left join lateral (select a.type, a.expires_on, a.balance from account a
                    where a.community_id = c.id and a.owner = m.id order by a.type, a.expires_on) a on a.balance <> 0
                """,
                columns -> {
                    columns.texts(batch.stream().map(Question::community));
                    columns.uuids(batch.stream().map(Question::memberId));
                },
                rows -> {
                    while (rows.next()) {
                        int index = rows.getInt(1) - 1;
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
