package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;

/** One day of one community, as the people in it live it: earn, redeem, collect, reconcile. */
@QuarkusTest
class OneDayStoryTest {

    @Test
    void earnRedeemCollectReconcile() {
        Committee committee = aCommittee(Api.asAdmin());
        String rider = committee.aMember(Map.of("group", "food-delivery"));
        String snow = committee.task(6, "hour");
        String iceSleeve = committee.reward("goods", 12, Map.of("groups", List.of("food-delivery")));
        committee
                .post("/rewards/" + iceSleeve + "/receipts", Map.of("quantity", 20))
                .expect(201);

        // A rider clears snow for three hours, which the mini-program reports; the network makes it report twice.
        Api miniProgram = Api.asIntegrator(committee.slug());
        Map<String, Object> work = Map.of("memberId", rider, "taskId", snow, "quantity", 3, "reference", "S-0001");
        miniProgram.post(committee.path("/credits"), work, "report-1").expect(201);
        miniProgram.post(committee.path("/credits"), work, "report-1").expect(201);

        // On their phone they see 18 points, and redeem an ice sleeve.
        Api phone = Api.asMember(committee.slug(), rider);
        assertThat(phone.get(committee.path("/members/me/balance"))
                        .json()
                        .get("available")
                        .asLong())
                .isEqualTo(18);
        JsonNode redemption = phone.post(
                        committee.path("/redemptions"),
                        Map.of("lines", List.of(Map.of("rewardId", iceSleeve, "quantity", 1))))
                .expect(201)
                .json();

        // At the counter they show the code, and nobody but the committee may take it.
        Map<String, String> code =
                Map.of("pickupCode", redemption.get("pickupCode").asText());
        assertThat(phone.post(committee.path("/pickups"), code).status()).isEqualTo(403);
        committee.post("/pickups", code).expect(200);

        // In the evening the committee reconciles: every number follows from the day's four facts.
        JsonNode balance = committee.balance(rider);
        assertThat(balance.get("available").asLong()).isEqualTo(18 - 12);
        assertThat(balance.get("spent").asLong()).isEqualTo(12);
        assertThat(committee.stock(iceSleeve).get("onShelf").asLong()).isEqualTo(20 - 1);
        JsonNode totals = committee.get("/books").json().get("totals");
        assertThat(totals.get("points").get("earned").asLong()).isEqualTo(18);
        assertThat(totals.get("units").get("handedOut").asLong()).isEqualTo(1);
        assertThat(committee.get("/transactions").json().get("items").findValuesAsText("kind"))
                .containsExactly("collection", "reservation", "credit", "stock-receipt");
        assertThat(committee.verify().get("sequence").asLong()).isEqualTo(4);
    }
}
