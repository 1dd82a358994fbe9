package org.weijifen.community;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;

/**
 * Runs a job for each community, with the current day there. A failure in one community does not stop the others. When
 * several instances run jobs, each takes its share of the communities.
 */
@Singleton
public class EachCommunity {
    private static final Logger LOG = Logger.getLogger(EachCommunity.class);

    private final Communities communities;
    private final Instances instances;
    private final Clock clock;

    EachCommunity(Communities communities, Instances instances, Clock clock) {
        this.communities = communities;
        this.instances = instances;
        this.clock = clock;
    }

    /**
     * Does a job's work for each community of this instance's share.
     *
     * @param job its name, for the log
     * @param work takes the community and the current day there
     */
    public void run(String job, BiConsumer<CommunityPolicy, LocalDate> work) {
        Predicate<UUID> share = instances.share();
        for (CommunityPolicy community : communities.all()) {
            if (share.test(community.id())) {
                run(job, community, work);
            }
        }
    }

    /**
     * Does a job's work that is about no community, on the instance whose share it is.
     *
     * @param id by which it is shared out
     */
    public void runShared(String job, UUID id, Runnable work) {
        if (instances.share().test(id)) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warnf("%s failed, and is tried again next time: %s", job, Faults.describe(e));
            }
        }
    }

    private void run(String job, CommunityPolicy community, BiConsumer<CommunityPolicy, LocalDate> work) {
        try {
            work.accept(community, community.today(clock.instant()));
        } catch (RuntimeException e) {
            LOG.warnf("%s failed for one community, and is tried again next time: %s", job, Faults.describe(e));
        }
    }
}
