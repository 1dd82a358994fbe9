package org.weijifen.closing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.HashChain;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Violation;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.statement.Closing;
import org.weijifen.statement.Closings;
import org.weijifen.statement.Figures;
import org.weijifen.statement.MonthReadings;
import org.weijifen.statement.MonthStatement;
import org.weijifen.statement.StatementReader;

/**
 * Closes months: one person prepares, a second one signs. The verification of the whole books takes long, so it runs
 * before, without a lock. Under the lock it is only decided whether its result is still valid.
 */
@Singleton
public final class ClosingService {
    /** A month after all others. */
    private static final YearMonth NEVER = YearMonth.of(9999, 12);

    private final Communities communities;
    private final Snapshots snapshots;
    private final Ledger ledger;
    private final Answers answers;
    private final Closings closings;
    private final Clock clock;

    ClosingService(
            Communities communities,
            Snapshots snapshots,
            Ledger ledger,
            Answers answers,
            Closings closings,
            Clock clock) {
        this.communities = communities;
        this.snapshots = snapshots;
        this.ledger = ledger;
        this.answers = answers;
        this.closings = closings;
        this.clock = clock;
    }

    /** The result of the checks before a month is closed, from one snapshot. */
    private record MonthReview(
            MonthStatement statement,
            List<ClosingChecks.ClosingCheck> checks,
            Figures.Recorded figures,
            long stocktakes) {

        List<Violation> violations() {
            return checks.stream()
                    .map(ClosingChecks.ClosingCheck::violation)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /**
     * Prepares the closing of a month, or prepares it again.
     *
     * @throws ProblemException {@code validation_failed} while the month is not over, or before any books
     */
    public Outcome<Closing> prepare(String community, YearMonth month, Call call) {
        CommunityPolicy policy = communities.require(community);
        LocalDate today = policy.today(clock.instant());
        EarliestDay.require(month);
        if (!month.atEndOfMonth().isBefore(today)) {
            throw ProblemException.field("month", "not_over", month.toString());
        }
        MonthReview review = snapshots.readWhole(policy.id(), connection -> look(connection, policy, month, today));
        return ledger.execute(new Operation<>(
                policy.id(),
                call,
                RequestHash.of("prepare-closing", "month", month.toString()),
                decision(month, call, books -> prepare(books, month, review, call)),
                closing -> answers.created(
                        Paths.of(community, "closings", month),
                        new ClosingViews.PreparedView(
                                ClosingViews.ClosingView.of(closing), review.checks(), review.statement()))));
    }

    private static MonthReview look(Connection connection, CommunityPolicy policy, YearMonth month, LocalDate today)
            throws SQLException {
        StatementReader.Read read = new StatementReader(connection, policy, month).read(today, true);
        return new MonthReview(
                read.statement(),
                new ClosingChecks(connection, policy, month).run(read.statement(), read.offsets()),
                Figures.of(policy.id(), read.statement(), read.closing()).record(),
                MonthReadings.stocktakes(connection, policy.id(), month.atDay(1), month.atEndOfMonth()));
    }

    /**
     * Signs a prepared closing, which closes the month.
     *
     * @param figuresHash hash of the figures that the second person has seen
     */
    Outcome<Closing> sign(String community, YearMonth month, String figuresHash, Call call) {
        String hash = RequestHash.of("sign-closing", "month", month.toString(), "figuresHash", figuresHash);
        return change(community, month, call, hash, books -> sign(books, month, figuresHash, call.caller()));
    }

    /** Withdraws a prepared closing. */
    Outcome<Closing> withdraw(String community, YearMonth month, Call call) {
        String hash = RequestHash.of("withdraw-closing", "month", month.toString());
        return change(community, month, call, hash, books -> requirePrepared(books, month)
                .withdrawn(call.caller(), books.now()));
    }

    private Outcome<Closing> change(
            String community, YearMonth month, Call call, String hash, Function<Books, Closing> step) {
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                hash,
                decision(month, call, step),
                after -> answers.ok(ClosingViews.ClosingView.of(after))));
    }

    /** A step of the closing of one month. Its result is the closing in its new state. */
    private Decision<Closing> decision(YearMonth month, Call call, Function<Books, Closing> step) {
        return new Decision<>(needs -> needs.row(closings, month), books -> {
            Closing before = books.row(closings, month).orElse(null);
            Closing after = step.apply(books);
            books.put(closings, month, after);
            books.edited("closing", month, before, after, call);
            return after;
        });
    }

    private static Closing prepare(Books books, YearMonth month, MonthReview review, Call call) {
        requireOpen(books, month);
        List<Violation> violations = review.violations();
        if (!violations.isEmpty()) {
            throw ProblemException.of(ErrorCode.CLOSING_CHECKS_FAILED, month.toString())
                    .with(violations);
        }
        long readAt = review.statement().sequence();
        // A signature in the same batch does not load whether anything was posted since the figures were read, so it is
        // set here.
        return Closing.prepared(
                month,
                call.caller(),
                books.now(),
                readAt,
                review.stocktakes(),
                review.figures(),
                books.sequence() != readAt);
    }

    private Closing sign(Books books, YearMonth month, String figuresHash, String caller) {
        Closing closing = requirePrepared(books, month);
        if (closing.preparedBy().equals(caller)) {
            throw ProblemException.variant(ErrorCode.SELF_APPROVAL, "closing", month.toString());
        }
        if (!closing.figuresHash().equals(figuresHash)) {
            throw ProblemException.of(ErrorCode.CLOSING_FIGURES_CHANGED, month.toString());
        }
        requireOpen(books, month);
        LocalDate last = month.atEndOfMonth();
        if (closing.overtaken() || books.hasFactsThrough(last)) {
            throw ProblemException.of(ErrorCode.CLOSING_OVERTAKEN, month.toString());
        }
        books.closeThrough(last);
        return closing.signed(caller, books.now(), books.sequence(), books.headHash());
    }

    private Closing requirePrepared(Books books, YearMonth month) {
        Closing closing = books.row(closings, month).orElseThrow(() -> notFound(month));
        return switch (closing.status()) {
            case PREPARED -> closing;
            case SIGNED, WITHDRAWN ->
                throw ProblemException.of(
                        ErrorCode.WRONG_CLOSING_STATUS,
                        month.toString(),
                        closing.status().code());
        };
    }

    private static void requireOpen(Books books, YearMonth month) {
        if (books.closedThrough() != null && !month.atEndOfMonth().isAfter(books.closedThrough())) {
            throw ProblemException.of(ErrorCode.MONTH_CLOSED, month.toString());
        }
    }

    /** The newest closings of months before {@code before} (null: all), the newest first; one more than {@code limit}. */
    List<Closing> list(String community, YearMonth before, int limit) {
        UUID communityId = communities.idOf(community);
        return snapshots.read(
                connection -> Closings.list(connection, communityId, before == null ? NEVER : before, limit + 1));
    }

    /**
     * One closing with its recorded figures.
     *
     * @throws ProblemException {@code not_found}
     */
    ClosingViews.ClosingView find(String community, YearMonth month) {
        UUID communityId = communities.idOf(community);
        return snapshots.read(connection -> {
            Closing closing = require(connection, communityId, month);
            return ClosingViews.ClosingView.of(
                    closing,
                    closing.isSigned() ? stands(closing, hashAt(connection, communityId, closing.sequence())) : null,
                    Figures.read(closing.figures()));
        });
    }

    /**
     * Compares the recorded figures with the current books.
     *
     * @throws ProblemException {@code not_found}
     */
    ClosingViews.ClosingVerification verify(String community, YearMonth month) {
        CommunityPolicy policy = communities.require(community);
        LocalDate today = policy.today(clock.instant());
        return snapshots.read(connection -> {
            Closing closing = require(connection, policy.id(), month);
            StatementReader.Read read = new StatementReader(connection, policy, month).read(today, false);
            String now = figuresHash(policy, read.statement(), read);
            // Closings of earlier versions have the sums of all members' accounts.
            if (!now.equals(closing.figuresHash())
                    && figuresHash(policy, read.bySums(), read).equals(closing.figuresHash())) {
                now = closing.figuresHash();
            }
            boolean stand = read.statement().proof().valid() && now.equals(closing.figuresHash());
            String hash = closing.isSigned() ? hashAt(connection, policy.id(), closing.sequence()) : null;
            Boolean hashStands = closing.isSigned() ? stands(closing, hash) : null;
            return new ClosingViews.ClosingVerification(
                    month,
                    closing.status(),
                    closing.isIntact() && stand && !Boolean.FALSE.equals(hashStands),
                    closing.isIntact(),
                    stand,
                    hashStands,
                    closing.figuresHash(),
                    now,
                    closing.sequence(),
                    closing.headHash(),
                    hash);
        });
    }

    private static String figuresHash(CommunityPolicy policy, MonthStatement statement, StatementReader.Read read) {
        return Figures.of(policy.id(), statement, read.closing()).record().hash();
    }

    private static Boolean stands(Closing closing, String hash) {
        return closing.headHash().equals(hash);
    }

    /** The hash of a transaction; null when it is missing. */
    private static String hashAt(Connection connection, UUID communityId, long sequence) throws SQLException {
        if (sequence == 0) {
            return HashChain.GENESIS;
        }
        return new SqlQuery(
                        "select t.hash from ledger_transaction t where t.community_id = ? and t.sequence = ?",
                        communityId,
                        sequence)
                .list(connection, rows -> rows.getString(1)).stream()
                        .findFirst()
                        .orElse(null);
    }

    private static Closing require(Connection connection, UUID communityId, YearMonth month) throws SQLException {
        return Closings.find(connection, communityId, month).orElseThrow(() -> notFound(month));
    }

    private static ProblemException notFound(YearMonth month) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "closing", month.toString());
    }
}
