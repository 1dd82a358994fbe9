package org.weijifen.redemption;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.community.EachCommunity;
import org.weijifen.ledger.Ledger;
import org.weijifen.platform.id.RedemptionId;

/**
 * Expires redemptions that were not collected by their last day. Each redemption is decided on its current state, so
 * several instances may run the job at once, and a member may collect or cancel at the same moment.
 */
@Singleton
public class PickupExpiryJob {
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final Redemptions redemptions;
    private final Transitions transitions;
    private final EachCommunity eachCommunity;

    PickupExpiryJob(Ledger ledger, Redemptions redemptions, Transitions transitions, EachCommunity eachCommunity) {
        this.ledger = ledger;
        this.redemptions = redemptions;
        this.transitions = transitions;
        this.eachCommunity = eachCommunity;
    }

    /** Expires redemptions in all communities. */
    @Scheduled(
            identity = "pickup-expiry",
            every = "{weijifen.jobs.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        eachCommunity.run("pickup-expiry", this::expire);
    }

    /** Expires redemptions in one community. {@code today} is the day there. */
    public void expire(CommunityPolicy community, LocalDate today) {
        List<RedemptionId> overdue = redemptions.overdue(community.id(), today, new RedemptionId(new UUID(0, 0)), PAGE);
        while (!overdue.isEmpty()) {
            ledger.executeAll(overdue.stream()
                    .map(id -> transitions.expiry(community.id(), id))
                    .toList());
            overdue = redemptions.overdue(community.id(), today, overdue.get(overdue.size() - 1), PAGE);
        }
    }
}
