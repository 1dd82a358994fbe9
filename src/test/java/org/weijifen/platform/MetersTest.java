package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;

@QuarkusTest
class MetersTest {

    /** Each would be registered again and again, and every start would warn of it. */
    @Test
    void leavesOutWhatQuarkusRegistersForEachThread() {
        String metrics = Api.atManagement().get("/q/metrics").expect(200).body();

        assertThat(metrics)
                .contains("netty_eventexecutor_tasks_pending", "http_server_connections")
                .doesNotContain(
                        "netty_eventexecutor_workers", "vertx_http_connections_current", "vertx_http_connections_max");
    }
}
