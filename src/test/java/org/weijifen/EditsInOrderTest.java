package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.member.Member;
import org.weijifen.member.MemberDetails;
import org.weijifen.member.MemberStatus;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.MemberId;

/** An edit that was answered binds everything behind it: nothing decided by what was there before is committed afterwards. */
@QuarkusTest
class EditsInOrderTest {
    private static final int REDEMPTIONS = 60;

    @Inject
    MeterRegistry metrics;

    @Inject
    Ledger ledger;

    @Inject
    Communities communities;

    @Inject
    Members members;

    private final Api admin = Api.asAdmin();
    private Committee community;
    private String member;
    private String reward;

    @BeforeEach
    void open() {
        community = aCommittee(admin);
        member = community.aMemberWith(1000);
        reward = community.goods(1, 1000);
    }

    @Test
    void noRedemptionComesBehindAFreeze() throws Exception {
        requireOrder("/redemptions", aRedemption(), "/members/" + member, Map.of("status", "frozen"));

        assertThat(community.redeem(member, reward, 1).code()).isEqualTo("member_frozen");
    }

    @Test
    void noRedemptionComesBehindARetirementOrANewPrice() throws Exception {
        requireOrder("/redemptions", aRedemption(), "/rewards/" + reward, Map.of("points", 7, "status", "retired"));

        assertThat(community.redeem(member, reward, 1).code()).isEqualTo("reward_inactive");
    }

    @Test
    void noCreditComesBehindTheRetirementOfItsTask() throws Exception {
        String task = community.task(5, "hour");
        Map<String, Object> credit = Map.of("memberId", member, "taskId", task);

        requireOrder("/credits", credit, "/tasks/" + task, Map.of("status", "retired"));

        assertThat(community.post("/credits", credit).code()).isEqualTo("task_inactive");
    }

    @Test
    void noRedemptionIsKeptByAnOldPolicyBehindANewOne() throws Exception {
        requireOrder("/redemptions", aRedemption(), "", Map.of("pickupDays", 3));
    }

    @Test
    void noCreditIsValidByAnOldPolicyBehindANewOne() throws Exception {
        Map<String, Object> policy = Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1));

        requireOrder("/credits", Map.of("memberId", member, "points", 1), "", policy);

        assertThat(community
                        .post("/credits", Map.of("memberId", member, "points", 1))
                        .json()
                        .has("expiresOn"))
                .isTrue();
    }

    @Test
    void noneOfManyRedemptionsComesBehindAFreezeThatRacesThem() throws Exception {
        List<CompletableFuture<Reply>> redemptions = IntStream.range(0, REDEMPTIONS)
                .mapToObj(i -> admin.postLater(community.path("/redemptions"), aRedemption(), "race-" + i))
                .toList();
        redemptions.get(0).join();

        community.patch("/members/" + member, "{\"status\": \"frozen\"}").expect(200);
        long answered = sequence();

        assertThat(redemptions).allSatisfy(redemption -> {
            Reply reply = redemption.join();
            if (reply.status() == 201) {
                assertThat(reply.json().at("/transactions/reservation").asLong())
                        .isLessThanOrEqualTo(answered);
            } else {
                assertThat(reply.code()).isEqualTo("member_frozen");
            }
        });
    }

    /** As imports look members up, within one batch. */
    @Test
    void whoFindsARowByItsCodeLosesNothingOfAnEditBefore() throws Exception {
        UUID communityId = communities.idOf(community.slug());
        UUID id = UUID.fromString(member);
        Call call = Call.internal("test");
        String number =
                community.get("/members/" + member).json().get("memberNo").asText();
        CompletableFuture<Reply> first;
        CompletableFuture<?> frozen;
        CompletableFuture<?> renamed;
        try (HeldBooks held = new HeldBooks(community, metrics)) {
            first = admin.postLater(community.path("/redemptions"), aRedemption(), "first");
            held.awaitFirst();
            frozen = ledger.submit(new Operation<>(
                    communityId,
                    call,
                    members.editing(
                            new MemberId(id),
                            (books, before) -> before.with(withStatus(before, MemberStatus.FROZEN)),
                            call)));
            renamed = ledger.submit(new Operation<>(
                    communityId, call, new Decision<>(needs -> needs.row(members.byCode(), number), books -> {
                        Member before = books.row(members.byCode(), number).orElseThrow();
                        return members.put(
                                books, before, before.with(before.details().with("Renamed", null, null, null)), call);
                    })));
            held.awaitQueued(2);
        }

        first.join().expect(201);
        frozen.join();
        renamed.join();
        JsonNode after = community.get("/members/" + member).json();
        assertThat(after.get("status").asText()).isEqualTo("frozen");
        assertThat(after.get("displayName").asText()).isEqualTo("Renamed");
    }

    private static MemberDetails withStatus(Member member, MemberStatus status) {
        MemberDetails details = member.details();
        return new MemberDetails(details.displayName(), details.phone(), details.group(), details.household(), status);
    }

    private Map<String, Object> aRedemption() {
        return Committee.redemption(member, reward, 1);
    }

    /**
     * Holds a write up when it has been decided and is not committed yet, and edits meanwhile: the edit is answered when what
     * was decided before is in the books.
     */
    private void requireOrder(String write, Map<String, Object> body, String edited, Map<String, Object> patch)
            throws Exception {
        CompletableFuture<Reply> written;
        CompletableFuture<Long> committedAtAnswer;
        try (Connection connection = TestDatabase.asSuperuser()) {
            connection.setAutoCommit(false);
            lockAccountsOf(connection, member);
            written = admin.postLater(community.path(write), body, "held-up");
            await().until(() -> HeldBooks.somebodyWaits(connection));
            committedAtAnswer = CompletableFuture.supplyAsync(() -> {
                community.patch(edited, patch).expect(200);
                return sequence();
            });
            await().until(() -> committedAtAnswer.isDone() || queued() > 0);
            connection.rollback();
        }

        Reply decidedBefore = written.join().expect(201);
        long number = decidedBefore.json().has("sequence")
                ? decidedBefore.json().get("sequence").asLong()
                : decidedBefore.json().at("/transactions/reservation").asLong();
        assertThat(number).isPositive().isLessThanOrEqualTo(committedAtAnswer.join());
    }

    private double queued() {
        return metrics.find("weijifen.ledger.queue").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private void lockAccountsOf(Connection connection, String owner) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from account where community_id = ? and owner = ? for update")) {
            statement.setObject(1, community.communityId());
            statement.setObject(2, UUID.fromString(owner));
            statement.execute();
        }
    }

    /** The number of the last transaction that is committed. */
    private long sequence() {
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(
                        "select b.sequence from book b join community c on c.id = b.community_id where c.slug = ?")) {
            statement.setString(1, community.slug());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
