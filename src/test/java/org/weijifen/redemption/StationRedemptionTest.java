package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

/** A redemption is reserved, collected and given back at the station it names. */
@QuarkusTest
class StationRedemptionTest {
    private static final String MAIN = null;

    @Inject
    PickupExpiryJob job;

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private String east;
    private String soap;
    private String member;

    @BeforeEach
    void aStationWithGoods() {
        east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        soap = community.goods(5, 2);
        community
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 10, "stationId", east))
                .expect(201);
        member = community.aMemberWith(100);
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void takesUnitsFromItsStation() {
        JsonNode redemption = reserve(soap, 4, east).expect(201).json();

        assertThat(redemption.get("stationId").asText()).isEqualTo(east);
        assertThat(at(east)).containsExactly(6L, 4L);
        assertThat(at(MAIN)).containsExactly(2L, 0L);
        String id = redemption.get("id").asText();
        assertThat(community.get("/redemptions/" + id).json()).isEqualTo(redemption);
        assertThat(community.collect(id).expect(200).json().get("stationId").asText())
                .isEqualTo(east);
        assertThat(at(east)).containsExactly(6L, 0L);
        assertThat(community.stock(soap).get("handedOut").asLong()).isEqualTo(4);
        community.verify();
    }

    @Test
    void isOfTheMainStationUnlessItNamesOne() {
        JsonNode redemption = reserve(soap, 1, MAIN).expect(201).json();

        assertThat(redemption.has("stationId")).isFalse();
        assertThat(at(MAIN)).containsExactly(1L, 1L);
        assertThat(at(east)).containsExactly(10L, 0L);
    }

    @Test
    void takesNothingFromOtherStations() {
        Reply reply = reserve(soap, 3, MAIN);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("out_of_stock");
        assertThat(at(MAIN)).containsExactly(2L, 0L);
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "return", "expire"})
    void givesUnitsBackToItsStation(String ending) {
        String redemption = Committee.id(reserve(soap, 4, east));

        switch (ending) {
            case "cancel" -> community.cancel(redemption).expect(200);
            case "return" -> {
                community.collect(redemption).expect(200);
                community.takeBack(redemption).expect(200);
            }
            case "expire" -> {
                MovableClock.advance(Duration.ofDays(9));
                job.run();
            }
            default -> throw new AssertionError(ending);
        }

        assertThat(at(east)).containsExactly(10L, 0L);
        assertThat(at(MAIN)).containsExactly(2L, 0L);
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(100);
        community.verify();
    }

    @Test
    void isCollectedByCodeWhereverItIs() {
        JsonNode redemption = reserve(soap, 4, east).expect(201).json();

        JsonNode collected = community
                .post(
                        "/pickups",
                        Map.of("pickupCode", redemption.get("pickupCode").asText()))
                .expect(200)
                .json();

        assertThat(collected.get("stationId").asText()).isEqualTo(east);
        assertThat(at(east)).containsExactly(6L, 0L);
    }

    @Test
    void keepsNoStationForWhatHasNoStock() {
        String haircut = community.reward("service", 5, Map.of());

        JsonNode redemption = reserve(haircut, 1, east).expect(201).json();

        assertThat(redemption.get("stationId").asText()).isEqualTo(east);
        assertThat(community.get("/stock/movements?rewardId=" + haircut).json().get("items"))
                .hasSize(1)
                .allSatisfy(movement ->
                        assertThat(movement.get("to").has("stationId")).isFalse());
        community.cancel(redemption.get("id").asText()).expect(200);
        community.verify();
    }

    @Test
    void returnsUnitsToAStationThatHasBeenRetiredSince() {
        String redemption = Committee.id(reserve(soap, 10, east));
        community.collect(redemption).expect(200);
        community.patch("/stations/" + east, Map.of("status", "retired")).expect(200);

        community.takeBack(redemption).expect(200);

        assertThat(at(east)).containsExactly(10L, 0L);
        assertThat(reserve(soap, 1, east).code()).isEqualTo("station_retired");
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 10, "fromStationId", east))
                .expect(201);
        community.verify();
    }

    @Test
    void isListedByStation() {
        String there = Committee.id(reserve(soap, 1, east));
        String here = Committee.id(reserve(soap, 1, MAIN));

        assertThat(ids("?stationId=" + east)).containsExactly(there);
        assertThat(ids("?stationId=main")).containsExactly(here);
        assertThat(ids("")).containsExactly(here, there);
        assertThat(community.get("/redemptions?stationId=nowhere").code()).isEqualTo("validation_failed");
    }

    @Test
    void refusesAStationThatIsNotThere() {
        Committee other = aCommittee(admin);
        String foreign = Committee.id(other.post("/stations", Map.of("code", "a", "title", "A")));

        for (String station : List.of(foreign, UUID.randomUUID().toString())) {
            Reply reply = reserve(soap, 1, station);

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("not_found");
        }
        assertThat(community.balance(member).get("held").asLong()).isZero();
    }

    @Test
    void isAnotherRequestAtAnotherStation() {
        Map<String, Object> here = body(soap, 1, MAIN);
        Map<String, Object> there = body(soap, 1, east);

        Reply first = community.post("/redemptions", there, "key").expect(201);
        Reply again = community.post("/redemptions", there, "key");
        Reply other = community.post("/redemptions", here, "key");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(at(east)).containsExactly(9L, 1L);
    }

    @Test
    void isChosenByMembersThemselves() {
        Api self = Api.asMember(community.slug(), member);

        Reply reply = self.post(community.path("/redemptions"), body(soap, 1, east));

        assertThat(reply.expect(201).json().get("stationId").asText()).isEqualTo(east);
    }

    @Test
    void neverOversellsAStation() {
        List<Reply> replies = InParallel.times(16, i -> community.post("/redemptions", body(soap, 1, east)));

        assertThat(replies)
                .extracting(Reply::status)
                .filteredOn(status -> status == 201)
                .hasSize(10);
        assertThat(replies).extracting(Reply::status).containsOnly(201, 409);
        assertThat(at(east)).containsExactly(0L, 10L);
        assertThat(at(MAIN)).containsExactly(2L, 0L);
        community.verify();
    }

    private Reply reserve(String reward, long quantity, String station) {
        return community.post("/redemptions", body(reward, quantity, station));
    }

    private Map<String, Object> body(String reward, long quantity, String station) {
        Map<String, Object> body = new HashMap<>(Committee.redemption(member, reward, quantity));
        if (station != null) {
            body.put("stationId", station);
        }
        return body;
    }

    /** Units of soap on the shelf and reserved at a station. */
    private List<Long> at(String station) {
        List<Long> levels = new ArrayList<>(List.of(0L, 0L));
        community.get("/stock").expect(200).json().at("/items/0/stations").forEach(one -> {
            if (station == null
                    ? !one.has("stationId")
                    : one.path("stationId").asText().equals(station)) {
                levels.set(0, one.get("onShelf").asLong());
                levels.set(1, one.get("reserved").asLong());
            }
        });
        return levels;
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        community
                .get("/redemptions" + query)
                .expect(200)
                .json()
                .get("items")
                .forEach(item -> ids.add(item.get("id").asText()));
        return ids;
    }
}
