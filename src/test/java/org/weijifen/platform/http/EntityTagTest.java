package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.Committee;

/** Nobody overwrites what somebody else has changed since it was read, if they say what they have read. */
@QuarkusTest
class EntityTagTest {
    private final Api admin = Api.asAdmin();

    @Test
    void patchesWhatWasReadAndNothingElse() throws IOException {
        int tried = 0;
        for (ApiDocument.Operation patch : ApiDocument.operations()) {
            if (!patch.method().equals("patch")) {
                continue;
            }
            String path = patch.examplePath();
            String read = tag(path);
            String body =
                    switch (patch.id()) {
                        case "updateCommunity" -> "{\"pickupDays\":11}";
                        case "updateMe" -> "{\"displayName\":\"admin\"}";
                        default -> "{\"status\":\"active\"}";
                    };

            Reply refused = change(path, body, "\"of something else\"");
            assertThat(refused.status()).as(patch.id()).isEqualTo(412);
            assertThat(refused.code()).isEqualTo("precondition_failed");
            assertThat(change(path, body, "").status()).as(patch.id()).isEqualTo(400);
            assertThat(change(path, body, " , ").status()).as(patch.id()).isEqualTo(412);
            assertThat(tag(path)).as(patch.id()).isEqualTo(read);
            change(path, body, read).expect(200);
            change(path, body, "*").expect(200);
            tried++;
        }
        assertThat(tried).isGreaterThanOrEqualTo(8);
    }

    @Test
    void isAnotherOnceSomethingWasChangedAndTheSameWhateverMoves() {
        Committee community = Committee.aCommittee(admin);
        String soap = community.goods(5, 10);
        String path = community.path("/rewards/" + soap);
        String first = tag(path);

        community.redeem(community.aMemberWith(10), soap, 1).expect(201);
        assertThat(tag(path)).isEqualTo(first);
        Reply changed = change(path, "{\"points\":6}", first).expect(200);

        assertThat(changed.headers().firstValue("ETag")).contains(tag(path));
        assertThat(change(path, "{\"points\":7}", first).status()).isEqualTo(412);
        assertThat(admin.get(path).json().get("points").asLong()).isEqualTo(6);
    }

    @Test
    void keepsACountThatSomebodyElseHasPutInTheSamePlace() {
        Committee community = Committee.aCommittee(admin);
        String soap = community.goods(5, 10);
        String stocktake = community.path("/stocktakes/")
                + Committee.id(
                        community.post("/stocktakes", Map.of("open", true)).expect(201));
        String line = stocktake + "/lines/" + soap;
        String first = tag(stocktake);

        Reply counted = put(line, first).expect(200);

        assertThat(counted.headers().firstValue("ETag")).contains(tag(stocktake));
        assertThat(put(line, first).code()).isEqualTo("precondition_failed");
        put(line, tag(stocktake)).expect(200);
    }

    private String tag(String path) {
        return admin.get(path).expect(200).headers().firstValue("ETag").orElseThrow();
    }

    private Reply change(String path, String body, String tag) {
        return admin.send(
                "PATCH", path, body, null, Map.of("If-Match", tag, "Content-Type", "application/merge-patch+json"));
    }

    private Reply put(String path, String tag) {
        return admin.send("PUT", path, "{\"counted\":9}", null, Map.of("If-Match", tag));
    }
}
