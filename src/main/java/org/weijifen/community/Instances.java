package org.weijifen.community;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.common.runtime.util.SchedulerUtils;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/**
 * The instances of the service that run jobs on this database. They share the communities out among them. Each instance
 * reports that it is alive, and there is no leader. When two instances do not see the same others for a moment, a
 * community is visited twice, or only at the next turn of the job. Jobs allow both, because they decide on current rows.
 */
@Singleton
final class Instances {
    private static final Logger LOG = Logger.getLogger(Instances.class);

    /** An instance that has not been heard of for so long is gone. It is the time of three beats. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Writes writes;
    private final Snapshots snapshots;
    private final boolean walks;
    private final long start;
    private final UUID id = Ids.next();

    @Inject
    Instances(Writes writes, Snapshots snapshots, @ConfigProperty(name = "weijifen.jobs.every") String every) {
        this(writes, snapshots, !SchedulerUtils.isOff(every), System.nanoTime());
    }

    /**
     * An instance.
     *
     * @param walks whether it runs jobs by itself, so that others may leave communities to it
     * @param start when it began, by {@link System#nanoTime}
     */
    Instances(Writes writes, Snapshots snapshots, boolean walks, long start) {
        this.writes = writes;
        this.snapshots = snapshots;
        this.walks = walks;
        this.start = start;
    }

    /**
     * Deletes the rows of instances that have ended long ago. A distributed database can't while one of its servers is lost,
     * and a later start does it as well.
     */
    void start(@Observes StartupEvent event) {
        if (!walks) {
            return;
        }
        try {
            writes.write(new SqlQuery("delete from instance where seen_at < now() - interval '1 day'")::update);
        } catch (ProblemException e) {
            LOG.warnf("rows of instances that have ended stay: %s", Faults.describe(e));
        }
    }

    /** Reports that this instance is alive. It uses the time of the database, because clocks of machines differ. */
    @Scheduled(identity = "instance-alive", every = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void beat() {
        if (walks) {
            writes.write(new SqlQuery("""
                    insert into instance (id, seen_at) values (?, now())
                    on conflict (id) do update set seen_at = excluded.seen_at
                    """, id)::update);
        }
    }

    /** Which communities this instance visits now. Alone it visits all. */
    Predicate<UUID> share() {
        List<UUID> all = others();
        all.add(id);
        Collections.sort(all);
        int place = all.indexOf(id);
        return communityId -> Math.floorMod(communityId.hashCode(), all.size()) == place;
    }

    /**
     * The other instances that have been heard of recently. Those that were last heard of before this one began do not
     * count: a service that was killed and is started again does not leave anything to its former process.
     */
    private List<UUID> others() {
        return snapshots.lookUp(connection -> new SqlQuery(
                        "select id from instance where id <> ? and seen_at > now() - ? * interval '1 microsecond'",
                        id,
                        TimeUnit.NANOSECONDS.toMicros(Math.min(SILENCE.toNanos(), System.nanoTime() - start)))
                .list(connection, row -> row.getObject(1, UUID.class)));
    }
}
