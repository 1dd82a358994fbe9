package org.weijifen.platform.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.HealthType;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/**
 * Looks which nodes of a distributed database are lost, besides the one that this instance is connected to. Readiness
 * and metrics tell of them. The instance stays ready, because it goes on serving the communities on other nodes. Whether
 * its own node is there, the check of Quarkus finds out. A database on one server has no such nodes, and nothing is
 * looked at.
 */
@Singleton
final class DatabaseNodes {
    private static final Logger LOG = Logger.getLogger(DatabaseNodes.class);
    private static final String CHECK = "Other nodes of the distributed database";
    private static final int PAUSE_SECONDS = 15;

    /**
     * Each node is asked over a new connection. A frozen node takes connections and never answers, so the wait for it
     * is bounded; a connection that is already open could not be given up in time.
     */
    private static final String PATIENCE = "set local citus.node_connection_timeout = '2s'";

    private static final String ANSWERS = """
            select n.nodename || ':' || n.nodeport, r.success
            from run_command_on_all_nodes('select 1') r join pg_dist_node n on n.nodeid = r.nodeid
            where n.groupid <> (select groupid from pg_dist_local_group)
            """;

    private final Sharding sharding;
    private final Snapshots snapshots;
    private final MultiGauge gauges;
    private final NodeStates states = new NodeStates(System::nanoTime);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DatabaseNodes::backgroundThread);

    DatabaseNodes(Sharding sharding, Snapshots snapshots, MeterRegistry metrics) {
        this.sharding = sharding;
        this.snapshots = snapshots;
        this.gauges = MultiGauge.builder("weijifen.database.node.up")
                .description("Whether another node of the distributed database answers")
                .register(metrics);
    }

    private static Thread backgroundThread(Runnable work) {
        Thread thread = new Thread(work, "database-nodes");
        thread.setDaemon(true);
        return thread;
    }

    void start(@Observes StartupEvent event) {
        if (sharding.isOn()) {
            HealthCheck check = () -> states.tell(CHECK);
            HealthRegistries.getRegistry(HealthType.READINESS).register(CHECK, check);
            thread.scheduleWithFixedDelay(this::look, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void look() {
        try {
            states.found(snapshots.read(DatabaseNodes::ask));
            gauges.register(states.names().stream()
                    .map(node -> MultiGauge.Row.of(
                            Tags.of("node", node), () -> states.of(node).gauge()))
                    .toList());
        } catch (RuntimeException e) {
            LOG.warnf("the nodes of the database can't be looked at: %s", Faults.describe(e));
        }
    }

    private static Map<String, Boolean> ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PATIENCE);
        }
        Map<String, Boolean> answers = new TreeMap<>();
        new SqlQuery(ANSWERS).forEach(connection, row -> answers.put(row.getString(1), row.getBoolean(2)));
        return answers;
    }
}
