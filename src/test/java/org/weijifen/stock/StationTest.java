package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;

@QuarkusTest
class StationTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @Test
    void keepsWhatAStationIs() {
        Map<String, Object> given =
                Map.of("code", "east-gate", "title", "东门", "address", "东门岗亭旁", "openingHours", "每天 9:00-17:00");

        Reply created = community.post("/stations", given).expect(201);

        JsonNode station = created.json();
        assertThat(station.get("code").asText()).isEqualTo("east-gate");
        assertThat(station.get("address").asText()).isEqualTo("东门岗亭旁");
        assertThat(station.get("openingHours").asText()).isEqualTo("每天 9:00-17:00");
        assertThat(station.get("status").asText()).isEqualTo("active");
        String path = "/stations/" + station.get("id").asText();
        assertThat(created.headers().firstValue("Location")).contains(community.path(path));
        assertThat(community.get(path).expect(200).json()).isEqualTo(station);
    }

    @Test
    void listsStationsByCodeAndStatus() {
        station("b");
        station("a");
        String retired = station("c");
        retire(retired).expect(200);

        JsonNode first = community.get("/stations?limit=2").expect(200).json();
        JsonNode second = community
                .get("/stations?limit=2&cursor=" + first.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.get("items").findValuesAsText("code")).containsExactly("a", "b");
        assertThat(second.get("items").findValuesAsText("code")).containsExactly("c");
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(community.get("/stations?status=active").json().get("items").findValuesAsText("code"))
                .containsExactly("a", "b");
    }

    @Test
    void refusesACodeThatIsTaken() {
        station("a");

        Reply again = community.post("/stations", Map.of("code", "a", "title", "A"));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("code_taken");
        assertThat(aCommittee(admin)
                        .post("/stations", Map.of("code", "a", "title", "A"))
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\": \"a\"}",
                "{\"code\": \"A\", \"title\": \"A\"}",
                "{\"code\": \"a\", \"title\": \" \"}",
                "{\"code\": \"a\", \"title\": \"A\", \"address\": \"\"}",
                "{\"code\": \"a\", \"title\": \"A\", \"status\": \"retired\"}",
            })
    void refusesWhatBreaksARule(String body) {
        Reply reply = community.post("/stations", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(community.get("/stations").json().get("items")).isEmpty();
    }

    @Test
    void changesWhatIsNamedAndNothingElse() {
        String station = community
                .post("/stations", Map.of("code", "a", "title", "A", "address", "North"))
                .expect(201)
                .json()
                .get("id")
                .asText();

        JsonNode changed = community
                .patch("/stations/" + station, "{\"title\": \"B\", \"address\": null}")
                .expect(200)
                .json();

        assertThat(changed.get("title").asText()).isEqualTo("B");
        assertThat(changed.has("address")).isFalse();
        assertThat(changed.get("code").asText()).isEqualTo("a");
        assertThat(community.get("/stations/" + station).json()).isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\": null}",
                "{\"title\": \"\"}",
                "{\"status\": null}",
                "{\"status\": \"gone\"}",
                "{\"code\": \"b\"}",
            })
    void refusesAChangeThatBreaksARule(String patch) {
        String station = station("a");
        JsonNode before = community.get("/stations/" + station).json();

        Reply reply = community.patch("/stations/" + station, patch);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(community.get("/stations/" + station).json()).isEqualTo(before);
    }

    @Test
    void isNotRetiredWhileUnitsLieThere() {
        String station = station("a");
        String soap = community.goods(5, 0);
        receive(soap, 3, station).expect(201);

        Reply refused = retire(station);
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 3, "fromStationId", station))
                .expect(201);
        Reply retired = retire(station);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("station_in_use");
        assertThat(retired.expect(200).json().get("status").asText()).isEqualTo("retired");
    }

    @Test
    void isNotRetiredWhileARedemptionWaitsThere() {
        String station = station("a");
        String member = community.aMemberWith(10);
        String haircut = community.reward("service", 5, Map.of());
        String redemption = Committee.id(community.post(
                "/redemptions",
                Map.of(
                        "memberId",
                        member,
                        "stationId",
                        station,
                        "lines",
                        List.of(Map.of("rewardId", haircut, "quantity", 1)))));

        Reply refused = retire(station);
        community.cancel(redemption).expect(200);

        assertThat(refused.code()).isEqualTo("station_in_use");
        retire(station).expect(200);
    }

    @Test
    void isNotRetiredWhileItIsCounted() {
        String station = station("a");
        String stocktake = Committee.id(community.post("/stocktakes", Map.of("stationId", station, "open", true)));

        Reply refused = retire(station);
        community.post("/stocktakes/" + stocktake + "/cancel", null).expect(200);

        assertThat(refused.code()).isEqualTo("station_in_use");
        retire(station).expect(200);
    }

    @Test
    void takesNothingOnceRetired() {
        String station = station("a");
        String soap = community.goods(5, 10);
        String member = community.aMemberWith(50);
        retire(station).expect(200);

        List<Reply> replies = List.of(
                receive(soap, 1, station),
                community.post("/transfers", Map.of("rewardId", soap, "quantity", 1, "toStationId", station)),
                community.post("/stocktakes", Map.of("stationId", station, "open", true)),
                community.post(
                        "/redemptions",
                        Map.of(
                                "memberId",
                                member,
                                "stationId",
                                station,
                                "lines",
                                List.of(Map.of("rewardId", soap, "quantity", 1)))));

        assertThat(replies).extracting(Reply::status).containsOnly(409);
        assertThat(replies).extracting(Reply::code).containsOnly("station_retired");
        community.patch("/stations/" + station, Map.of("status", "active")).expect(200);
        receive(soap, 1, station).expect(201);
    }

    @Test
    void neverHoldsUnitsWhenItIsRetiredWhileTheyCome() {
        String soap = community.goods(5, 0);
        for (int round = 0; round < 10; round++) {
            String station = station("s-" + round);

            List<Reply> replies = InParallel.times(8, i -> i % 4 == 0 ? retire(station) : receive(soap, 1, station));

            long received =
                    replies.stream().filter(reply -> reply.status() == 201).count();
            boolean retired = community
                    .get("/stations/" + station)
                    .json()
                    .get("status")
                    .asText()
                    .equals("retired");
            assertThat(retired).as("retired with %d units", received).isEqualTo(received == 0);
            assertThat(replies)
                    .extracting(Reply::status)
                    .containsAnyOf(200, 201)
                    .doesNotContain(500);
        }
    }

    @Test
    void areAtMost200InACommunity() {
        for (int i = 0; i < 195; i++) {
            station("s-" + i);
        }
        List<Reply> atOnce = InParallel.times(
                12,
                i -> community.post("/stations", Map.of("code", "t-" + i, "title", "A"), i % 2 == 0 ? null : "t-" + i));

        assertThat(atOnce).filteredOn(reply -> reply.status() == 201).hasSize(5);
        Reply reply = community.post("/stations", Map.of("code", "one-more", "title", "A"));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("limit_exceeded");
    }

    @Test
    void knowsNoStationOfAnotherCommunity() {
        Committee other = aCommittee(admin);
        String station = Committee.id(other.post("/stations", Map.of("code", "a", "title", "A")));
        String soap = community.goods(5, 10);

        assertThat(community.get("/stations/" + station).status()).isEqualTo(404);
        assertThat(community.patch("/stations/" + station, Map.of("title", "B")).status())
                .isEqualTo(404);
        assertThat(receive(soap, 1, station).status()).isEqualTo(404);
        assertThat(community
                        .post("/transfers", Map.of("rewardId", soap, "quantity", 1, "toStationId", station))
                        .status())
                .isEqualTo(404);
        assertThat(community
                        .post("/stocktakes", Map.of("stationId", station, "open", true))
                        .status())
                .isEqualTo(404);
        assertThat(other.get("/stations/" + station).json().get("title").asText())
                .isEqualTo("A");
    }

    @Test
    void isReadByAllAndChangedByStaffOnly() {
        String station = station("a");
        String member = community.aMember();
        Api integrator = Api.asIntegrator(community.slug());
        Api self = Api.asMember(community.slug(), member);
        Map<String, Object> given = Map.of("code", "b", "title", "B");

        for (Api caller : List.of(integrator, self)) {
            caller.get(community.path("/stations")).expect(200);
            caller.get(community.path("/stations/" + station)).expect(200);
            assertThat(caller.post(community.path("/stations"), given).status()).isEqualTo(403);
            assertThat(caller.patch(community.path("/stations/" + station), Map.of("title", "B"))
                            .status())
                    .isEqualTo(403);
        }
        Api staff = Api.asCommittee(community.slug());
        staff.post(community.path("/stations"), given).expect(201);
        assertThat(staff.get(aCommittee(admin).path("/stations")).status()).isEqualTo(403);
    }

    private String station(String code) {
        return Committee.id(community.post("/stations", Map.of("code", code, "title", "领取点 " + code)));
    }

    private Reply retire(String station) {
        return community.patch("/stations/" + station, Map.of("status", "retired"));
    }

    private Reply receive(String reward, long quantity, String station) {
        return community.post(
                "/rewards/" + reward + "/receipts",
                Map.of("quantity", quantity, "stationId", station),
                UUID.randomUUID().toString());
    }
}
