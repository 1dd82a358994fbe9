package org.weijifen.points;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.community.EachCommunity;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.LapsedAccounts;
import org.weijifen.ledger.LapsedPoints;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;

/**
 * Expires points whose last day has passed. Each expiry is decided on the current books, so several instances may run
 * the job at once. An expiry takes effect on the last day of the points, so the job may run late. An {@link
 * ExpiryPause} makes the job skip a community.
 */
@Singleton
public class PointsExpiry {
    private static final int PAGE = 500;
    private static final Call CALL = Call.internal("points-expiry");

    private final Ledger ledger;
    private final Communities communities;
    private final Snapshots snapshots;
    private final EachCommunity eachCommunity;
    private final LapsedAccounts lapsedAccounts;
    private final Instance<ExpiryPause> pauses;
    private final Clock clock;

    PointsExpiry(
            Ledger ledger,
            Communities communities,
            Snapshots snapshots,
            EachCommunity eachCommunity,
            LapsedAccounts lapsedAccounts,
            Instance<ExpiryPause> pauses,
            Clock clock) {
        this.ledger = ledger;
        this.communities = communities;
        this.snapshots = snapshots;
        this.eachCommunity = eachCommunity;
        this.lapsedAccounts = lapsedAccounts;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** Expires points in all communities. */
    @Scheduled(
            identity = "points-expiry",
            every = "{weijifen.jobs.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        eachCommunity.run("points-expiry", this::expire);
    }

    /** Expires points in one community. {@code today} is the day there. */
    public void expire(CommunityPolicy community, LocalDate today) {
        List<LapsedLot> lots = lapsedLots(community.id(), today, null);
        while (!lots.isEmpty() && !isPaused(community.id())) {
            ledger.executeAll(lots.stream()
                    .map(lot -> new Operation<>(community.id(), CALL, expiry(lot)))
                    .toList());
            lots = lapsedLots(community.id(), today, lots.get(lots.size() - 1));
        }
        lapsedAccounts.mark(community.id(), today);
    }

    private boolean isPaused(UUID communityId) {
        return pauses.stream().anyMatch(pause -> pause.holds(communityId, clock.instant()));
    }

    /** Points of one member that have the same last day, which has passed. */
    private record LapsedLot(LocalDate expiresOn, MemberId memberId) {}

    private List<LapsedLot> lapsedLots(UUID communityId, LocalDate today, LapsedLot after) {
        SqlQuery query = SqlQuery.of(
                communityId,
                """
                        select expires_on, owner from account
                        where community_id = :community and not lapsed and type = 'available' and expires_on < ? and balance > 0
                          and (expires_on, owner) > (?, ?)
                        order by expires_on, owner limit ?
                        """,
                today,
                after == null ? LocalDate.EPOCH : after.expiresOn(),
                after == null ? new UUID(0, 0) : after.memberId().value(),
                PAGE);
        return snapshots.lookUp(connection -> query.list(
                connection,
                row -> new LapsedLot(row.getObject(1, LocalDate.class), new MemberId(row.getObject(2, UUID.class)))));
    }

    private Decision<Void> expiry(LapsedLot lot) {
        return new Decision<>(
                needs -> {
                    needs.row(communities, needs.communityId());
                    needs.accountsOf(lot.memberId(), lot.expiresOn());
                },
                books -> {
                    LocalDate today = communities.today(books);
                    LapsedPoints.expire(books, lot.memberId(), lot.expiresOn(), Long.MAX_VALUE, today);
                    return null;
                });
    }
}
