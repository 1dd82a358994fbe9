package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;

/** The books of a community with stations prove themselves, to the service and to anybody who has an export. */
@QuarkusTest
class StationBooksTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @Test
    void proveThemselves() throws Exception {
        String east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        String soap = community.goods(5, 20);
        String haircut = community.reward("service", 5, Map.of());
        String member = community.aMemberWith(200);
        long receipt = receive(soap, Map.of("quantity", 10, "unitCostFen", 230, "stationId", east));
        receive(soap, Map.of("quantity", 5, "unitCostFen", 0, "effectiveOn", "2026-01-01"));
        transfer(soap, 6, null, east);
        transfer(soap, 2, east, null);
        String collected = reserve(member, east, soap, haircut);
        String cancelled = reserve(member, east, soap, haircut);
        reserve(member, null, soap, haircut);
        community.collect(collected).expect(200);
        community.cancel(cancelled).expect(200);
        community.takeBack(collected).expect(200);
        community
                .post(
                        "/stocktakes",
                        Map.of(
                                "stationId",
                                east,
                                "reason",
                                "盘点",
                                "lines",
                                List.of(Map.of("rewardId", soap, "counted", 16))))
                .expect(201);
        community
                .post("/transactions/" + receipt + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);

        JsonNode stations = community.get("/stock").expect(200).json().at("/items/0/stations");
        List<String> verified =
                verify(community.get("/books/export").expect(200).body());

        assertThat(stations.findValuesAsText("onShelf")).containsExactly("20", "6");
        assertThat(stations.findValuesAsText("reserved")).containsExactly("1", "0");
        community.verify();
        assertThat(verified.get(0)).as(verified.get(1)).isEqualTo("0");
        assertThat(community.get("/books/export").body()).contains("\"station\":\"" + east + "\"");
    }

    private long receive(String reward, Map<String, Object> delivery) {
        return community
                .post("/rewards/" + reward + "/receipts", delivery)
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
    }

    private void transfer(String reward, long quantity, String from, String to) {
        community
                .post(
                        "/transfers",
                        from == null
                                ? Map.of("rewardId", reward, "quantity", quantity, "toStationId", to)
                                : Map.of("rewardId", reward, "quantity", quantity, "fromStationId", from))
                .expect(201);
    }

    private String reserve(String member, String station, String... rewards) {
        List<Map<String, Object>> lines = Arrays.stream(rewards)
                .map(reward -> Map.<String, Object>of("rewardId", reward, "quantity", 1))
                .toList();
        return Committee.id(community.post(
                "/redemptions",
                station == null
                        ? Map.of("memberId", member, "lines", lines)
                        : Map.of("memberId", member, "lines", lines, "stationId", station)));
    }

    /** Exit code and output of the program; a machine without Python can't tell. */
    private static List<String> verify(String export) throws Exception {
        Process python;
        try {
            python = new ProcessBuilder("python3", "docs/verify.py")
                    .redirectErrorStream(true)
                    .redirectInput(Files.writeString(Files.createTempFile("export", ".jsonl"), export)
                            .toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no python3 here");
            throw e;
        }
        assertThat(Path.of("docs/verify.py")).exists();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return List.of(Integer.toString(python.exitValue()), output.strip());
    }
}
