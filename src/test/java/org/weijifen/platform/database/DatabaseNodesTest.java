package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.OnOneServer;

@QuarkusTest
class DatabaseNodesTest {
    private final AtomicLong time = new AtomicLong();
    private final NodeStates states = new NodeStates(time::get);

    @Test
    void aLostNodeIsToldAndStopsNobody() {
        states.found(Map.of("one:5432", true, "two:5432", false));

        HealthCheckResponse told = states.tell("nodes");

        assertThat(told.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(told.getData().orElseThrow())
                .containsExactlyInAnyOrderEntriesOf(Map.of("one:5432", "up", "two:5432", "lost"));
        assertThat(states.of("one:5432").gauge()).isEqualTo(1);
        assertThat(states.of("two:5432").gauge()).isZero();
    }

    @Test
    void aNodeThatIsBackIsUp() {
        states.found(Map.of("one:5432", false));
        states.found(Map.of("one:5432", true));

        assertThat(states.of("one:5432")).isEqualTo(NodeStates.State.UP);
    }

    /** The look hangs, or the node that was to look is away itself. */
    @Test
    void whatWasFoundLongAgoIsUnknown() {
        states.found(Map.of("one:5432", true));

        time.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(states.tell("nodes").getData().orElseThrow()).isEqualTo(Map.of("one:5432", "unknown"));
        assertThat(states.of("one:5432").gauge()).isNaN();
        states.found(Map.of("one:5432", false));
        assertThat(states.of("one:5432")).isEqualTo(NodeStates.State.LOST);
    }

    @Test
    void aNodeThatWasRemovedIsForgotten() {
        states.found(Map.of("one:5432", true, "two:5432", false));
        states.found(Map.of("one:5432", true));

        assertThat(states.names()).containsExactly("one:5432");
        assertThat(states.of("two:5432")).isEqualTo(NodeStates.State.UNKNOWN);
    }

    @Test
    @OnOneServer("there are none")
    void aDatabaseOnOneServerHasNoNodesToTellOf() {
        JsonNode ready = Api.atManagement().get("/q/health/ready").expect(200).json();

        assertThat(ready.get("checks").findValuesAsText("name")).containsExactly("Database connections health check");
        assertThat(Api.atManagement().get("/q/metrics").expect(200).body()).doesNotContain("weijifen_database_node");
    }
}
