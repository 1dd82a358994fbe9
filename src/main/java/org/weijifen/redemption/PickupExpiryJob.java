package org.weijifen.redemption;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Ledger;
import org.weijifen.platform.Faults;

/**
 * Gives back what was not collected by its last day. Each redemption is decided on as it then is, so that it does no harm
 * when several instances run this at once, or when someone collects or cancels at the same moment.
 */
@Singleton
public class PickupExpiryJob {
    private static final Logger LOG = Logger.getLogger(PickupExpiryJob.class);
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final Communities communities;
    private final Redemptions redemptions;
    private final Transitions transitions;
    private final Clock clock;

    PickupExpiryJob(
            Ledger ledger, Communities communities, Redemptions redemptions, Transitions transitions, Clock clock) {
        this.ledger = ledger;
        this.communities = communities;
        this.redemptions = redemptions;
        this.transitions = transitions;
        this.clock = clock;
    }

    /** Looks through all communities. */
    @Scheduled(
            identity = "pickup-expiry",
            every = "{weijifen.jobs.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        for (CommunityPolicy community : communities.all()) {
            try {
                run(community);
            } catch (RuntimeException e) {
                // The other communities have their turn, and this one its next.
                LOG.warnf("could not expire pickups of one community: %s", Faults.describe(e));
            }
        }
    }

    private void run(CommunityPolicy community) {
        LocalDate today = community.today(clock.instant());
        List<UUID> overdue = redemptions.overdue(community.id(), today, new UUID(0, 0), PAGE);
        while (!overdue.isEmpty()) {
            ledger.executeAll(overdue.stream()
                    .map(id -> transitions.expiry(community.id(), id))
                    .toList());
            overdue = redemptions.overdue(community.id(), today, overdue.get(overdue.size() - 1), PAGE);
        }
    }
}
