package org.weijifen.community;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.weijifen.ledger.KeptAnswers;

/** Forgets what was refused long ago, so that whoever asks for what can't be done does not fill the disk for ever. */
@Singleton
public class ForgetRefusalsJob {
    private static final Duration KEPT = Duration.ofDays(30);

    private final EachCommunity eachCommunity;
    private final DataSource dataSource;
    private final Clock clock;

    ForgetRefusalsJob(EachCommunity eachCommunity, DataSource dataSource, Clock clock) {
        this.eachCommunity = eachCommunity;
        this.dataSource = dataSource;
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
        try (Connection connection = dataSource.getConnection()) {
            KeptAnswers.forgetRefusals(
                    connection, community.id(), clock.instant().minus(KEPT));
        } catch (SQLException e) {
            throw new IllegalStateException("refusals could not be forgotten", e);
        }
    }
}
