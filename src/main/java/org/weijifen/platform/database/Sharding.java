package org.weijifen.platform.database;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/**
 * Whether the database is distributed: whether the rows of communities are on several servers (Citus). There a
 * statement is fast only when it names the one community whose rows it is about, and a transaction when it writes to one
 * server.
 */
@Singleton
public final class Sharding {
    private static final Logger LOG = Logger.getLogger(Sharding.class);

    /** True on a database with the extension. */
    static final String FOUND = "exists (select from pg_extension where extname = 'citus')";

    /** The server of each community, from the catalogue of the server that is asked. No other server has to answer. */
    private static final String SERVERS = """
            select c.id, p.groupid from community c
            join pg_dist_placement p on p.shardid = get_shard_id_for_distribution_column('book', c.id)
            """;

    private final Snapshots snapshots;
    private final Optional<Boolean> set;
    private Boolean on;
    private volatile Map<UUID, Integer> servers = Map.of();
    private volatile int serverCount = 1;

    Sharding(Snapshots snapshots, DatabaseConfig config) {
        this.snapshots = snapshots;
        this.set = config.sharded();
    }

    /** Whether it is, as of the first call. */
    public synchronized boolean isOn() {
        if (on == null) {
            on = set.orElseGet(this::isFound);
            if (on) {
                findServers();
            }
        }
        return on;
    }

    private boolean isFound() {
        return snapshots.lookUp(connection -> new SqlQuery("select " + FOUND)
                .list(connection, row -> row.getBoolean(1))
                .get(0));
    }

    /** Follows communities that were opened or moved since. */
    @Scheduled(identity = "servers-of-communities", every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void findServers() {
        if (!Boolean.TRUE.equals(on)) {
            return;
        }
        try {
            Map<UUID, Integer> groups = new HashMap<>();
            snapshots.lookUp(connection -> {
                new SqlQuery(SERVERS)
                        .forEach(connection, row -> groups.put(row.getObject(1, UUID.class), row.getInt(2)));
                return groups;
            });
            int[] numbers = groups.values().stream().mapToInt(group -> group).distinct().sorted().toArray();
            Map<Integer, Integer> positions = new HashMap<>();
            for (int number : numbers) {
                positions.put(number, positions.size());
            }
            groups.replaceAll((community, group) -> positions.get(group));
            servers = Map.copyOf(groups);
            serverCount = Math.max(1, numbers.length);
        } catch (RuntimeException e) {
            LOG.warnf("the servers of the communities stay as they were: %s", Faults.describe(e));
        }
    }

    /**
     * The queue for a community. A distributed database has queues of its own for each server, as far as there are
     * enough, so that a server that does not answer holds up its own communities only. A community may change its queue
     * when it has moved to another server.
     *
     * @param queues the number of all queues
     * @return from 0 to {@code queues - 1}
     */
    public int queueOf(UUID communityId, int queues) {
        int count = serverCount;
        int ofEach = Math.max(1, queues / count);
        int server = servers.getOrDefault(communityId, 0) % count;
        int first = count == 1 ? 0 : server * ofEach % queues;
        return first + Math.floorMod(communityId.hashCode(), count == 1 ? queues : ofEach);
    }
}
