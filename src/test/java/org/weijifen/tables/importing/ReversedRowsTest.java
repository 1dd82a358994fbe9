package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.tables.importing.AnImport.Finished;

/** A row whose booking has been reversed is booked again when its file comes again; the others stay as they are. */
@QuarkusTest
class ReversedRowsTest {
    private static final String[] ACTIVITIES = {
        "memberNo,taskCode,quantity,effectiveOn", "a-1,patrol,2,2026-03-05", "a-1,patrol,1,2026-03-06"
    };

    private final Api api = Api.asAdmin();
    private Committee community;
    private String member;
    private String task;

    @BeforeEach
    void open() {
        community = aCommittee(api);
        member = community.aMember(Map.of("memberNo", "a-1"));
        task = Committee.id(
                community.post("/tasks", Map.of("code", "patrol", "title", "巡逻", "points", 50, "per", "hour")));
    }

    /** The task had the wrong points; its credits are taken back, the task is mended, the same file comes again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areBookedAgainByTheSameFile(boolean atomic) {
        take(atomic, "activities", ACTIVITIES);
        reverse(credits().get(0));
        community.patch("/tasks/" + task, Map.of("points", 5)).expect(200);

        Finished again = take(atomic, "activities", ACTIVITIES);

        assertThat(again.counts()).isEqualTo(List.of(1L, 0L, 1L));
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(earnedNow());
        assertThat(take(atomic, "activities", ACTIVITIES).counts()).isEqualTo(List.of(0L, 0L, 2L));
        community.verify();
    }

    @Test
    void areBookedWithOtherNumbersUnderTheirReference() {
        String heading = "memberNo,points,reference";
        take(true, "opening-balances", heading, "a-1,71,old-books-1");
        assertThat(take(false, "opening-balances", heading, "a-1,17,old-books-1")
                        .told("refused"))
                .containsExactly("2 - duplicate_reference");
        reverse(all("opening-balance").get(0));

        Finished again = take(true, "opening-balances", heading, "a-1,17,old-books-1");

        assertThat(again.counts()).isEqualTo(List.of(1L, 0L, 0L));
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(17);
        community.verify();
    }

    /** The first stock of a reward, which was typed wrongly. */
    @Test
    void arePutOnTheShelfAgain() {
        String heading = "rewardCode,title,kind,points,stock";
        take(true, "rewards", heading, "soap,肥皂,goods,5,200");
        reverse(all("stock-receipt").get(0));

        take(true, "rewards", heading, "soap,肥皂,goods,5,20");

        JsonNode soap = community.get("/rewards").expect(200).json().at("/items/0");
        assertThat(soap.at("/stock/onShelf").asLong()).isEqualTo(20);
        community.verify();
    }

    private Finished take(boolean atomic, String kind, String... lines) {
        return (atomic
                        ? AnImport.atomic(api, community.slug(), kind)
                        : AnImport.independent(api, community.slug(), kind))
                .of(lines);
    }

    private void reverse(long sequence) {
        community
                .post("/transactions/" + sequence + "/reversal", Map.of("reason", "任务分值有误"))
                .expect(201);
    }

    private List<Long> credits() {
        return all("credit");
    }

    private List<Long> all(String kind) {
        return community
                .get("/transactions?kind=" + kind)
                .expect(200)
                .json()
                .get("items")
                .findValuesAsText("sequence")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    /** One of the two credits had been taken back: its hours have the right points now, the others the old ones. */
    private long earnedNow() {
        long newest = credits().stream().mapToLong(Long::longValue).max().orElseThrow();
        JsonNode again = community.get("/transactions/" + newest).expect(200).json();
        long hours = again.get("quantity").asLong();
        return hours * 5 + (3 - hours) * 50;
    }
}
