package org.weijifen.points;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.BookHead;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RedemptionId;

/**
 * Explains balances by their transactions. The figures come from the accounts, like those of the balance. The facts
 * come from the postings in the same snapshot, so that each proves the other. It reads all postings of the member once,
 * and keeps only the newest in memory.
 */
@Singleton
final class Explanations {
    private static final String ACCOUNTS = """
            select a.number, a.type, a.expires_on, a.balance from account a where a.community_id = :community and a.owner = ?
            """;

    private static final String POSTINGS = """
            select p.sequence, p.amount, p.from_account, p.to_account from posting p
            where p.community_id = :community and p.owner = ? order by p.sequence desc, p.position
            """;

    private static final String POSTINGS_UNTIL = """
            select p.sequence, p.amount, p.from_account, p.to_account
            from posting p
            cross join lateral (select t.effective_on from ledger_transaction t
                where t.community_id = :community and t.sequence between p.sequence and p.sequence
                order by t.sequence) t
            where p.community_id = :community and p.owner = ? and t.effective_on <= ? order by p.sequence desc, p.position
            """;

    private static final String HAPPENINGS = """
            select t.sequence, t.kind, t.effective_on, %s, t.quantity, t.reason, t.reverses, k.title, k.per,
                   case when t.cause_kind = 'redemption' then t.cause_id end, t.occurred_on
            from unnest(?::bigint[]) as n(sequence)
            cross join lateral (select t.* from ledger_transaction t
                where t.community_id = :community and t.sequence between n.sequence and n.sequence
                order by t.sequence) t
            left join lateral (select k.title, k.per from task k
                where k.community_id = :community and k.id = t.task_id and t.kind = 'credit' offset 0) k on true
            """.formatted(Cause.TEXT_SQL);

    private final Snapshots snapshots;
    private final Communities communities;
    private final RedeemedThings redeemedThings;
    private final Clock clock;

    Explanations(Snapshots snapshots, Communities communities, RedeemedThings redeemedThings, Clock clock) {
        this.snapshots = snapshots;
        this.communities = communities;
        this.redeemedThings = redeemedThings;
        this.clock = clock;
    }

    /**
     * Explains the balance of a member, now or at the end of a day.
     *
     * @param at a day in the community's time zone, or null for now
     * @throws ProblemException {@code validation_failed} for a day in the future; {@code not_found}
     */
    ExplanationView explain(String community, MemberId memberId, LocalDate at, Locale language) {
        CommunityPolicy policy = communities.require(community);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LocalDate today = policy.today(now);
        if (at != null && at.isAfter(today)) {
            throw ProblemException.field("at", "in_future", today.toString());
        }
        return snapshots.read(connection -> {
            MemberStatements.requireMember(connection, policy.id(), memberId);
            BookHead head = BookHead.read(connection, policy.id()).orElseThrow(() -> Communities.notFound(community));
            Accounts accounts = accounts(connection, policy.id(), memberId, today);
            History history = new History(at == null ? today : at.plusDays(1));
            read(connection, policy.id(), memberId, at, accounts.byNumber(), history);
            Balances.BalanceView balance = at == null
                    ? accounts.tally().view(memberId, now, head.sequence())
                    : Balances.tally(connection, policy.id(), memberId, at)
                            .view(memberId, Balances.endOf(at, policy), null);
            Map<Long, ExplanationWords.Happening> happenings = happenings(connection, policy.id(), history.sequences());
            return new View(
                            history,
                            happenings,
                            new ExplanationWords(language, redeemed(connection, policy.id(), happenings.values())))
                    .of(balance, Paths.of(community, "members", memberId, "statement"));
        });
    }

    /** The accounts of a member, and their balance. */
    private record Accounts(Map<Long, History.PointsAccount> byNumber, Balances.Tally tally) {}

    private static Accounts accounts(Connection connection, UUID communityId, MemberId memberId, LocalDate today)
            throws SQLException {
        Accounts accounts = new Accounts(new HashMap<>(), Balances.Tally.empty());
        SqlQuery.of(communityId, ACCOUNTS, memberId).forEach(connection, rows -> {
            AccountType type = AccountType.ofCode(rows.getString(2));
            LocalDate expiresOn = rows.getObject(3, LocalDate.class);
            accounts.byNumber().put(rows.getLong(1), new History.PointsAccount(type, expiresOn));
            accounts.tally().add(type, expiresOn, rows.getLong(4), today);
        });
        return accounts;
    }

    private static void read(
            Connection connection,
            UUID communityId,
            MemberId memberId,
            LocalDate at,
            Map<Long, History.PointsAccount> accounts,
            History history)
            throws SQLException {
        SqlQuery postings = at == null
                ? SqlQuery.of(communityId, POSTINGS, memberId)
                : SqlQuery.of(communityId, POSTINGS_UNTIL, memberId, at);
        postings.stream(
                connection,
                row -> history.add(
                        row.getLong(1), row.getLong(2), accounts.get(row.getLong(3)), accounts.get(row.getLong(4))));
        history.end();
    }

    private static Map<Long, ExplanationWords.Happening> happenings(
            Connection connection, UUID communityId, Collection<Long> sequences) throws SQLException {
        Map<Long, ExplanationWords.Happening> happenings = new HashMap<>();
        SqlQuery.of(communityId, HAPPENINGS, connection.createArrayOf("bigint", sequences.toArray()))
                .forEach(connection, rows -> happenings.put(rows.getLong(1), happening(rows)));
        return happenings;
    }

    private Map<RedemptionId, RedeemedThings.Things> redeemed(
            Connection connection, UUID communityId, Collection<ExplanationWords.Happening> happenings)
            throws SQLException {
        Set<RedemptionId> redemptions = happenings.stream()
                .map(ExplanationWords.Happening::redemption)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return redemptions.isEmpty() ? Map.of() : redeemedThings.of(connection, communityId, redemptions);
    }

    private static ExplanationWords.Happening happening(ResultSet row) throws SQLException {
        return new ExplanationWords.Happening(
                row.getLong(1),
                TransactionKind.ofCode(row.getString(2)).orElseThrow(),
                row.getObject(3, LocalDate.class),
                row.getObject(11, LocalDate.class),
                row.getString(4),
                row.getObject(5, Long.class),
                row.getString(6),
                row.getObject(7, Long.class),
                row.getString(8),
                "hour".equals(row.getString(9)),
                Id.of(RedemptionId::new, row.getObject(10, UUID.class)));
    }

    /** Builds the answer. */
    private record View(History history, Map<Long, ExplanationWords.Happening> happenings, ExplanationWords words) {

        ExplanationView of(Balances.BalanceView balance, String statement) {
            List<ExplanationView.FigureView> figures = new ArrayList<>();
            for (Figure figure : Figure.values()) {
                List<ExplanationView.ExplainedPart> parts = new ArrayList<>();
                history.parts(figure).forEach((expiresOn, part) -> parts.add(part(figure, expiresOn, part)));
                figures.add(new ExplanationView.FigureView(figure, words.title(figure), figure.in(balance), parts));
            }
            return new ExplanationView(balance.memberId(), balance.asOf(), balance.sequence(), statement, figures);
        }

        private ExplanationView.ExplainedPart part(Figure figure, LocalDate expiresOn, History.Part part) {
            return new ExplanationView.ExplainedPart(
                    expiresOn,
                    part.points(),
                    part.newest().stream().map(change -> fact(figure, change)).toList(),
                    part.older() == 0
                            ? null
                            : new ExplanationView.Older(part.older(), part.olderPoints(), words.older(part.older())));
        }

        private ExplanationView.ExplainedFact fact(Figure figure, History.Change change) {
            if (change.sequence() == null) {
                return new ExplanationView.ExplainedFact(
                        null,
                        TransactionKind.POINTS_EXPIRY,
                        change.lapsedOn(),
                        words.lapse(change.lapsedOn(), change.points()),
                        change.points(),
                        null,
                        null);
            }
            ExplanationWords.Happening happening = happenings.get(change.sequence());
            return new ExplanationView.ExplainedFact(
                    change.sequence(),
                    happening.kind(),
                    happening.effectiveOn(),
                    words.fact(figure, happening, change.points()),
                    change.points(),
                    happening.subject(),
                    happening.reverses());
        }
    }
}
