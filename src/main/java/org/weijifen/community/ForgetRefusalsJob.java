package org.weijifen.community;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.weijifen.ledger.KeptAnswers;
import org.weijifen.platform.Writes;

/** Deletes old kept refusals, so that refused requests do not fill the disk. */
@Singleton
public class ForgetRefusalsJob {
    private static final Duration KEPT = Duration.ofDays(30);

    private static final int PAGE = 5_000;

    private final EachCommunity eachCommunity;
    private final Writes writes;
    private final Clock clock;

    ForgetRefusalsJob(EachCommunity eachCommunity, Writes writes, Clock clock) {
        this.eachCommunity = eachCommunity;
        this.writes = writes;
        this.clock = clock;
    }

    /** Looks through all communities. */
    @Scheduled(
            identity = "forget-refusals",
            every = "{weijifen.jobs.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        eachCommunity.run("forget-refusals", this::forget);
    }

    private void forget(CommunityPolicy community, LocalDate today) {
        Instant before = clock.instant().minus(KEPT);
        int forgotten = PAGE;
        while (forgotten == PAGE) {
            forgotten =
                    writes.write(connection -> KeptAnswers.forgetRefusals(connection, community.id(), before, PAGE));
        }
    }
}
