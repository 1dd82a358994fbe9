package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;

@QuarkusTest
class TransferTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private String east;
    private String soap;

    @BeforeEach
    void aStationAndGoods() {
        east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        soap = community.goods(5, 10);
    }

    @Test
    void carriesUnitsThereAndBack() {
        JsonNode there = transfer(Map.of("quantity", 6, "toStationId", east, "reason", "备货", "reference", "T-1"))
                .expect(201)
                .json();
        JsonNode back = transfer(Map.of("quantity", 2, "fromStationId", east))
                .expect(201)
                .json();

        assertThat(there.get("fromOnShelf").asLong()).isEqualTo(4);
        assertThat(there.get("toOnShelf").asLong()).isEqualTo(6);
        assertThat(there.has("fromStationId")).isFalse();
        assertThat(there.get("toStationId").asText()).isEqualTo(east);
        assertThat(there.get("reference").asText()).isEqualTo("T-1");
        assertThat(back.get("fromOnShelf").asLong()).isEqualTo(4);
        assertThat(back.get("toOnShelf").asLong()).isEqualTo(6);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
        JsonNode booked = community
                .get("/transactions/" + there.get("sequence").asLong())
                .expect(200)
                .json();
        assertThat(booked.get("kind").asText()).isEqualTo("stock-transfer");
        community.verify();
    }

    @Test
    void refusesMoreThanLiesThere() {
        Reply reply = transfer(Map.of("quantity", 11, "toStationId", east));

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("out_of_stock");
        assertThat(shelves()).containsExactly(10L);
    }

    @Test
    void leavesReservedUnitsWhereTheyAreCollected() {
        community.reserved(community.aMemberWith(50), soap, 4);

        Reply tooMany = transfer(Map.of("quantity", 7, "toStationId", east));
        Reply rest = transfer(Map.of("quantity", 6, "toStationId", east));

        assertThat(tooMany.code()).isEqualTo("out_of_stock");
        rest.expect(201);
    }

    @Test
    void refusesToGoNowhere() {
        Reply main = transfer(Map.of("quantity", 1));
        Reply same = transfer(Map.of("quantity", 1, "fromStationId", east, "toStationId", east));

        for (Reply reply : List.of(main, same)) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("toStationId");
            assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo("same_station");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"quantity\": 0}",
                "{\"quantity\": 1000001}",
                "{\"quantity\": 1.5}",
                "{\"quantity\": 1, \"toStationId\": \"east\"}",
                "{\"quantity\": 1, \"reason\": \"\"}",
                "{\"quantity\": 1, \"unknown\": 1}",
            })
    void refusesWhatBreaksARule(String body) {
        String whole = body.equals("{}") ? body : body.replace("{", "{\"rewardId\": \"" + soap + "\", ");

        Reply reply = community.post("/transfers", whole);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(shelves()).containsExactly(10L);
    }

    @Test
    void refusesWhatHasNoStock() {
        String haircut = community.reward("service", 5, Map.of());

        Reply reply = community.post("/transfers", Map.of("rewardId", haircut, "quantity", 1, "toStationId", east));

        assertThat(reply.code()).isEqualTo("not_kept_in_stock");
    }

    @Test
    void countsOnceForEachKeyAndReference() {
        Map<String, Object> body = body(Map.of("quantity", 3, "toStationId", east, "reference", "T-1"));

        Reply first = community.post("/transfers", body, "key");
        Reply again = community.post("/transfers", body, "key");
        Reply other = community.post("/transfers", body, "other-key");
        Reply changed = community.post("/transfers", body(Map.of("quantity", 4, "toStationId", east)), "key");

        first.expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(other.code()).isEqualTo("duplicate_reference");
        assertThat(changed.code()).isEqualTo("idempotency_key_reused");
        assertThat(shelves()).containsExactly(7L, 3L);
    }

    @Test
    void leavesNothingOfADryRun() {
        Reply reply = community.post("/transfers?dryRun=true", body(Map.of("quantity", 3, "toStationId", east)));

        assertThat(reply.expect(200).json().get("toOnShelf").asLong()).isEqualTo(3);
        assertThat(reply.json().has("sequence")).isFalse();
        assertThat(shelves()).containsExactly(10L);
    }

    @Test
    void carriesEachUnitOnceWhenManyCarryAtATime() {
        List<Reply> replies = InParallel.times(30, i -> transfer(Map.of("quantity", 1, "toStationId", east)));

        assertThat(replies)
                .extracting(Reply::status)
                .filteredOn(status -> status == 201)
                .hasSize(10);
        assertThat(replies).extracting(Reply::status).containsOnly(201, 409);
        assertThat(shelves()).containsExactly(10L);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
        community.verify();
    }

    @Test
    void isForStaffOnly() {
        Api integrator = Api.asIntegrator(community.slug());
        Api member = Api.asMember(community.slug(), community.aMember());

        for (Api caller : List.of(integrator, member)) {
            assertThat(caller.post(community.path("/transfers"), body(Map.of("quantity", 1, "toStationId", east)))
                            .status())
                    .isEqualTo(403);
        }
    }

    private Reply transfer(Map<String, Object> fields) {
        return community.post("/transfers", body(fields), UUID.randomUUID().toString());
    }

    private Map<String, Object> body(Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("rewardId", soap);
        return body;
    }

    /** Units on each shelf that has some, the main one first. */
    private List<Long> shelves() {
        return community.get("/stock").expect(200).json().at("/items/0/stations").findValues("onShelf").stream()
                .map(JsonNode::asLong)
                .toList();
    }
}
