package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.AccountType;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;

/** Reads past balances of members. */
@Singleton
final class Balances {

    /** The points of one member: earned = available + held + spent + expired + deducted - arrears. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Balance", description = "earned = available + held + spent + expired + deducted - arrears")
    public record BalanceView(
            MemberId memberId,

            @Schema(description = "Free to spend") long available,

            @Schema(description = "Reserved for open redemptions")
            long held,

            @Schema(description = "Owed after a deduction or reversal of more than there was; the next credits pay it")
            long arrears,

            @Schema(description = "Ever credited and not reversed")
            long earned,

            @Schema(description = "Of collected redemptions")
            long spent,

            @Schema(description = "Expired unused, from the day after their last one")
            long expired,

            @Schema(description = "Taken away by deductions")
            long deducted,

            @Schema(description = "The moment this was so; the end of the day that was asked for")
            Instant asOf,

            @Schema(
                    nullable = true,
                    description = "Number of the last transaction of the books; absent for a day in the past")
            Long sequence,

            @Schema(description = "When available points will expire, by day; those that never do are left out")
            List<Expiration> expirations) {}

    /** Available points that expire on one day. */
    @Schema(name = "Expiration")
    public record Expiration(
            long points,

            @Schema(description = "The last day on which they can be spent")
            LocalDate expiresOn) {}

    private final Snapshots snapshots;
    private final Communities communities;
    private final Clock clock;

    Balances(Snapshots snapshots, Communities communities, Clock clock) {
        this.snapshots = snapshots;
        this.communities = communities;
        this.clock = clock;
    }

    /**
     * The balance of a member at the end of a day in the community's time zone. The day may be today.
     *
     * @throws ProblemException {@code validation_failed} for a day in the future; {@code not_found}
     */
    BalanceView atEndOf(LocalDate day, String community, MemberId memberId) {
        CommunityPolicy policy = communities.require(community);
        LocalDate today = policy.today(clock.instant());
        if (day.isAfter(today)) {
            throw ProblemException.field("at", "in_future", today.toString());
        }
        return snapshots.read(connection -> {
            MemberStatements.requireMember(connection, policy.id(), memberId);
            return tally(connection, policy.id(), memberId, day).view(memberId, endOf(day, policy), null);
        });
    }

    /** The last millisecond of a day. */
    static Instant endOf(LocalDate day, CommunityPolicy policy) {
        return day.plusDays(1).atStartOfDay(policy.zone()).toInstant().minusMillis(1);
    }

    /**
     * Adds up all moves until the end of the day. Points whose last day it was have expired by then, whether or not the
     * expiry is posted.
     */
    static Tally tally(Connection connection, UUID communityId, MemberId memberId, LocalDate day) throws SQLException {
        Tally tally = Tally.empty();
        SqlQuery.of(communityId, """
                select a.type, a.expires_on,
                       sum(case when p.to_account = a.number then p.amount else - p.amount end)::bigint
                from posting p
                cross join lateral (select t.effective_on from ledger_transaction t
                    where t.community_id = :community and t.sequence between p.sequence and p.sequence
                    order by t.sequence) t
                join account a on a.community_id = :community and a.owner = ? and a.number in (p.from_account, p.to_account)
                where p.community_id = :community and p.owner = ? and t.effective_on <= ?
                group by a.type, a.expires_on
                """, memberId, memberId, day)
                .forEach(
                        connection,
                        row -> tally.add(
                                AccountType.ofCode(row.getString(1)),
                                row.getObject(2, LocalDate.class),
                                row.getLong(3),
                                day.plusDays(1)));
        return tally;
    }

    /** Balances by type. Points that have lapsed by a day count as expired. */
    record Tally(Map<AccountType, Long> sums, TreeMap<LocalDate, Long> expiring) {

        static Tally empty() {
            return new Tally(new EnumMap<>(AccountType.class), new TreeMap<>());
        }

        /** Adds a balance; {@code today} is the first day on which points may still be spent. */
        void add(AccountType type, LocalDate expiresOn, long balance, LocalDate today) {
            boolean expires = type == AccountType.AVAILABLE && expiresOn != null;
            if (expires && expiresOn.isBefore(today)) {
                sums.merge(AccountType.EXPIRED, balance, Long::sum);
                return;
            }
            sums.merge(type, balance, Long::sum);
            if (expires && balance != 0) {
                expiring.merge(expiresOn, balance, Long::sum);
            }
        }

        BalanceView view(MemberId memberId, Instant asOf, Long sequence) {
            Map<LocalDate, Long> available = new HashMap<>(expiring);
            long dated = expiring.values().stream().mapToLong(Long::longValue).sum();
            available.put(null, sum(AccountType.AVAILABLE) - dated);
            Netting netting = new Netting(available, sum(AccountType.ARREARS));
            return new BalanceView(
                    memberId,
                    netting.free().values().stream().mapToLong(Long::longValue).sum(),
                    sum(AccountType.HELD),
                    netting.owed(),
                    -sum(AccountType.EARNED),
                    sum(AccountType.SPENT),
                    sum(AccountType.EXPIRED),
                    sum(AccountType.FORFEITED),
                    asOf,
                    sequence,
                    netting.free().entrySet().stream()
                            .filter(entry -> entry.getKey() != null && entry.getValue() != 0)
                            .map(entry -> new Expiration(entry.getValue(), entry.getKey()))
                            .toList());
        }

        private long sum(AccountType type) {
            return sums.getOrDefault(type, 0L);
        }
    }
}
