package org.weijifen.platform.database;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /**
     * The servers of some communities, from the catalogue of the server that is asked. No other server has to answer. {@code
     * offset 0} keeps PostgreSQL from calling the function once for each pair of a community and a placement. Before the
     * tables are spread there is nothing to find.
     */
    private static final String SERVERS = """
            select n.id, p.groupid
            from (select n.id, get_shard_id_for_distribution_column('book', n.id) as shard
                  from unnest(?::uuid[]) as n(id)
                  where exists (select from pg_dist_partition where logicalrelid = 'book'::regclass) offset 0) n
            join pg_dist_placement p on p.shardid = n.shard
            """;

    private static final int UNKNOWN = -1;

    private final Snapshots snapshots;
    private final Optional<Boolean> set;
    private volatile Boolean on;
    private final Map<UUID, Integer> servers = new ConcurrentHashMap<>();
    private volatile int[] known = {};

    @Inject
    Sharding(Snapshots snapshots, DatabaseConfig config) {
        this(snapshots, config.sharded());
    }

    /** @param set whether it is; found out where that is not said */
    public Sharding(Snapshots snapshots, Optional<Boolean> set) {
        this.snapshots = snapshots;
        this.set = set;
    }

    /** Whether it is, as of the first call. */
    public boolean isOn() {
        if (on == null) {
            on = set.orElseGet(this::isFound);
        }
        return on;
    }

    /**
     * What is read or written together: on a distributed database what is about one community, because the rows of two may be
     * on two servers.
     */
    public <T> Collection<List<T>> together(List<T> items, Function<T, UUID> communityOf) {
        return isOn()
                ? items.stream()
                        .collect(Collectors.groupingBy(communityOf, LinkedHashMap::new, Collectors.toList()))
                        .values()
                : List.of(items);
    }

    private boolean isFound() {
        return snapshots.lookUp(connection -> new SqlQuery("select " + FOUND)
                .list(connection, row -> row.getBoolean(1))
                .get(0));
    }

    /** Follows communities that came or moved since. */
    @Scheduled(
            identity = "servers-of-communities",
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void findServers() {
        if (servers.isEmpty()) {
            return;
        }
        try {
            snapshots.lookUp(connection -> {
                new SqlQuery(
                                SERVERS,
                                connection.createArrayOf(
                                        "uuid", servers.keySet().toArray()))
                        .forEach(connection, row -> servers.put(row.getObject(1, UUID.class), row.getInt(2)));
                return servers;
            });
            known = servers.values().stream()
                    .mapToInt(one -> one)
                    .filter(one -> one != UNKNOWN)
                    .distinct()
                    .sorted()
                    .toArray();
        } catch (RuntimeException e) {
            LOG.warnf("the servers of the communities stay as they were: %s", Faults.describe(e));
        }
    }

    /**
     * The queue for a community. On a distributed database the queues are shared out over the servers, so that a server
     * that does not answer holds up its own communities only. A community changes its queue when its server is found
     * out, a few seconds after it was first named, and when it has moved to another one.
     *
     * @param queues the number of all queues
     * @return from 0 to {@code queues - 1}
     */
    public int queueOf(UUID communityId, int queues) {
        int hash = Math.floorMod(communityId.hashCode(), queues);
        if (!isOn()) {
            return hash;
        }
        int own = servers.computeIfAbsent(communityId, any -> UNKNOWN);
        int[] all = known;
        int server = Arrays.binarySearch(all, own);
        return server < 0 ? hash : queueOf(hash, server, all.length, queues);
    }

    /** The queue of a server, the first of them being 0: one of those that are its own, or a shared one if there are too few. */
    static int queueOf(int hash, int server, int servers, int queues) {
        int own = Math.max(1, queues / servers);
        return (server * own + hash % own) % queues;
    }
}
