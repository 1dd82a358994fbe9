package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.Committee;

/** A cursor goes on in the list that gave it out, and in no other. */
@QuarkusTest
class ListCursorsTest {
    private final Api admin = Api.asAdmin();

    @Test
    void goOnInTheirOwnListOnly() throws IOException {
        Map<String, ApiDocument.Operation> lists = new TreeMap<>();
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            if (operation.queryParameters().contains("cursor")) {
                lists.put(operation.id(), operation);
            }
        }
        Map<String, String> cursors = new TreeMap<>();
        lists.forEach((id, list) -> {
            Reply page = list.replayWithQuery(admin, List.of("limit=1"));
            if (page.status() == 200 && page.json().hasNonNull("nextCursor")) {
                cursors.put(id, page.json().get("nextCursor").asText());
            }
        });

        assertThat(cursors).hasSizeGreaterThan(5);
        cursors.forEach((from, cursor) -> lists.forEach((to, list) -> {
            Reply page = list.replayWithQuery(admin, List.of("limit=2", "cursor=" + cursor));
            if (from.equals(to)) {
                assertThat(page.status()).as(from).isEqualTo(200);
            } else {
                assertThat(page.status()).as(from + " in " + to).isEqualTo(400);
                assertThat(page.code()).as(from + " in " + to).isIn("invalid_cursor", "validation_failed");
            }
        }));
    }

    @Test
    void goOnWithTheirOwnFiltersOnly() {
        Committee community = aCommittee(admin);
        community.aMemberWith(1);
        community.aMemberWith(1);
        Committee other = aCommittee(admin);
        String all = cursor(community, "/members?limit=1");
        String active = cursor(community, "/members?limit=1&status=active");

        assertThat(community.get("/members?cursor=" + all + "&limit=200").status())
                .isEqualTo(200);
        assertThat(community.get("/members?cursor=" + active + "&status=active").status())
                .isEqualTo(200);
        assertThat(community.get("/members/?cursor=" + all).status()).isEqualTo(200);
        assertRefused(community.get("/members?status=active&cursor=" + all));
        assertRefused(community.get("/members?status=frozen&cursor=" + active));
        assertRefused(community.get("/members?cursor=" + active));
        assertRefused(other.get("/members?cursor=" + all));
        assertRefused(community.get("/members?cursor=" + all.substring(0, all.indexOf('.'))));
        assertRefused(community.get("/members?cursor=" + all + "x"));
    }

    private static String cursor(Committee community, String list) {
        return community.get(list).expect(200).json().get("nextCursor").asText();
    }

    private static void assertRefused(Reply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("invalid_cursor");
    }
}
