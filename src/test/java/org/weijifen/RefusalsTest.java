package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.Committee;

/** Refusals that are documented and that no story meets. */
@QuarkusTest
class RefusalsTest {
    private final Committee community = aCommittee(Api.asAdmin());
    private final String member = community.aMember();

    /** One source for OPTIONS and 405. */
    @Test
    void tellsTheSameMethodsToWhoeverAsksAndWhoeverErrs() throws IOException {
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            String path = operation.examplePath();
            Reply asked = Api.here().send("OPTIONS", path, null, null, Map.of());
            String allowed = asked.expect(200).headers().firstValue("Allow").orElseThrow();
            String other = Stream.of("PUT", "DELETE", "PATCH", "POST")
                    .filter(method -> !allowed.contains(method))
                    .findFirst()
                    .orElseThrow();

            Reply erred = Api.asAdmin().send(other, path, null, null, Map.of());

            assertThat(Set.of(allowed.split(", "))).contains(operation.method().toUpperCase(Locale.ROOT));
            assertThat(erred.expect(405).headers().firstValue("Allow")).contains(allowed);
        }
    }

    @Test
    void refusesABulkRequestForOneOfItsItems() {
        community
                .post("/credits", Map.of("memberId", member, "points", 1, "reference", "a"))
                .expect(201);
        assertThat(bulk(Map.of("memberId", member, "points", 1, "reference", "a")))
                .isEqualTo("duplicate_reference");
        community.patch("/members/" + member, Map.of("status", "left")).expect(200);
        assertThat(bulk(Map.of("memberId", member, "points", 1))).isEqualTo("member_frozen");
        assertThat(community.post("/members/" + member + "/tokens", null).code())
                .isEqualTo("member_frozen");
    }

    @Test
    void creditsNothingInBulkForATaskThatIsNoMore() {
        String task = community.task(5, "occurrence");
        community.patch("/tasks/" + task, Map.of("status", "retired")).expect(200);

        assertThat(bulk(Map.of("memberId", member, "taskId", task))).isEqualTo("task_inactive");
    }

    @Test
    void completesNoCountBelowWhatIsReservedAndChangesNoneThatIsClosed() {
        String soap = community.goods(5, 10);
        community.reserved(community.aMemberWith(50), soap, 4);
        Map<String, Object> sheet =
                Map.of("open", true, "reason", "盘点", "lines", List.of(Map.of("rewardId", soap, "counted", 3)));
        String stocktake = "/stocktakes/" + Committee.id(community.post("/stocktakes", sheet));

        assertThat(community.post(stocktake + "/complete", null).code()).isEqualTo("counted_below_reserved");
        community.post(stocktake + "/cancel", null).expect(200);
        Reply late = Api.asAdmin().send("DELETE", community.path(stocktake + "/lines/" + soap), null, null, Map.of());
        assertThat(late.code()).isEqualTo("wrong_stocktake_status");
    }

    @Test
    void handsOutNothingThatWasCalledOff() {
        String soap = community.goods(5, 10);
        Reply order = community.redeem(community.aMemberWith(10), soap, 1).expect(201);
        community.cancel(Committee.id(order)).expect(200);

        Reply refused = community.post(
                "/pickups", Map.of("pickupCode", order.json().get("pickupCode").asText()));

        assertThat(refused.code()).isEqualTo("already_cancelled");
    }

    private String bulk(Map<String, Object> item) {
        return community
                .post("/credits/bulk", Map.of("mode", "atomic", "items", List.of(item)))
                .code();
    }
}
