package org.weijifen.community;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.Writes;

/** Jobs of several instances, on the database of the tests. The service of the tests itself takes no share, since its jobs are off. */
@QuarkusTest
class EachCommunityTest {
    @Inject
    Communities communities;

    @Inject
    Writes writes;

    @Inject
    Snapshots snapshots;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void openCommunities() throws SQLException {
        forgetInstances();
        for (int i = 0; i < 24; i++) {
            Committee.aCommittee(Api.asAdmin());
        }
    }

    @AfterEach
    void forgetInstances() throws SQLException {
        execute("delete from instance");
    }

    @Test
    void oneAloneVisitsAll() {
        Instances alone = running();
        alone.beat();

        assertThat(visitedBy(alone)).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void eachCommunityIsVisitedByOneOfThose() {
        List<Instances> three = beating(3);

        List<UUID> visited = new ArrayList<>();
        for (Instances instance : three) {
            List<UUID> share = visitedBy(instance);
            assertThat(share).hasSizeLessThan(all().size());
            visited.addAll(share);
        }
        assertThat(visited).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void oneThatFallsSilentLeavesItsShareToTheOthers() throws SQLException {
        List<Instances> two = beating(2);
        assertThat(visitedBy(two.get(0))).hasSizeLessThan(all().size());

        fallSilent();
        two.get(0).beat();

        assertThat(visitedBy(two.get(0))).containsExactlyInAnyOrderElementsOf(all());
        two.get(1).beat();
        assertThat(visitedBy(two.get(0))).hasSizeLessThan(all().size());
    }

    /** A node of a distributed database is down, for example: nobody can say that it is alive. */
    @Test
    void eachVisitsAllWhereNoneCanBeHeard() throws SQLException {
        List<Instances> two = beating(2);

        fallSilent();

        assertThat(visitedBy(two.get(0))).containsExactlyInAnyOrderElementsOf(all());
        assertThat(visitedBy(two.get(1))).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void oneThatIsStartedAgainLeavesNothingToItsFormerProcess() {
        running().beat();

        Instances again = new Instances(writes, snapshots, true, System.nanoTime());

        assertThat(visitedBy(again)).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void oneWithoutJobsTakesNoShare() {
        Instances one = running();
        Instances idle = new Instances(writes, snapshots, false, longAgo());
        one.beat();
        idle.beat();

        assertThat(visitedBy(one)).containsExactlyInAnyOrderElementsOf(all());
    }

    private List<Instances> beating(int count) {
        List<Instances> instances = Stream.generate(this::running).limit(count).toList();
        instances.forEach(Instances::beat);
        return instances;
    }

    private void fallSilent() throws SQLException {
        execute("update instance set seen_at = '2000-01-01'");
    }

    /** One that has been running for a while, like most. */
    private Instances running() {
        return new Instances(writes, snapshots, true, longAgo());
    }

    private static long longAgo() {
        return System.nanoTime() - Duration.ofHours(1).toNanos();
    }

    private List<UUID> visitedBy(Instances instance) {
        return visitedBy(new EachCommunity(communities, instance, Clock.systemUTC()));
    }

    private static List<UUID> visitedBy(EachCommunity job) {
        List<UUID> visited = new ArrayList<>();
        job.run("test", (community, today) -> visited.add(community.id()));
        return visited;
    }

    private List<UUID> all() {
        return communities.all().stream().map(CommunityPolicy::id).toList();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
