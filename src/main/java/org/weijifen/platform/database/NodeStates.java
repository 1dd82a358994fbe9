package org.weijifen.platform.database;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
import org.weijifen.platform.EnumNames;

/** The last known states of the nodes of a database. A state that was found too long ago is unknown. */
final class NodeStates {
    private static final Logger LOG = Logger.getLogger(NodeStates.class);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private volatile Round last;

    /** What was found at one time. */
    private record Round(Map<String, Boolean> answers, long at) {}

    /** Whether a node answers. */
    enum State {
        UP(1),
        LOST(0),
        UNKNOWN(Double.NaN);

        private final double gauge;

        State(double gauge) {
            this.gauge = gauge;
        }

        double gauge() {
            return gauge;
        }
    }

    /** @param nanoTime the current time, as of {@link System#nanoTime} */
    NodeStates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = new Round(Map.of(), nanoTime.getAsLong());
    }

    /** Takes in which nodes answered. The log says once that a node is lost, and once that it is back. */
    void found(Map<String, Boolean> answers) {
        Round before = last;
        last = new Round(new TreeMap<>(answers), nanoTime.getAsLong());
        answers.forEach((node, answered) -> {
            if (!answered.equals(before.answers().getOrDefault(node, true))) {
                LOG.warnf(answered ? "node %s of the database answers again" : "node %s of the database is lost", node);
            }
        });
    }

    Set<String> names() {
        return last.answers().keySet();
    }

    State of(String node) {
        Round round = last;
        if (nanoTime.getAsLong() - round.at() > GOOD_FOR.toNanos()
                || !round.answers().containsKey(node)) {
            return State.UNKNOWN;
        }
        return round.answers().get(node) ? State.UP : State.LOST;
    }

    /** Tells the state of each node. The answer is always "up", because the rest of the database goes on working. */
    HealthCheckResponse tell(String check) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(check).up();
        names().forEach(node -> response.withData(node, EnumNames.code(of(node))));
        return response.build();
    }
}
