package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Unserved.assertUnserved;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.embedded.EmbeddedDatabase;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;

/** The database goes away under a running service, and comes back. */
class LostDatabaseIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private EmbeddedDatabase database;

    @BeforeEach
    void startDatabase() {
        database = EmbeddedDatabase.start(folder, 0);
    }

    @AfterEach
    void stopDatabase() {
        database.stop();
    }

    @Test
    void asksForPatienceUntilTheDatabaseIsBack() {
        try (ServiceProcess service = startService()) {
            Committee committee = Committee.aCommittee(Api.at(service.baseUrl()).signIn("admin", PASSWORD));
            String member = committee.aMemberWith(50);
            String balance = "/members/" + member + "/balance";
            Map<String, Object> credit = Map.of("memberId", member, "points", 5);
            committee.get(balance).expect(200);

            database.stop();
            List<Reply> balances = InParallel.times(20, i -> committee.get(balance));
            Reply unwritten = committee.post("/credits", credit, "key");

            assertThat(balances).allSatisfy(reply -> assertUnserved(reply, ErrorCode.DATABASE_UNAVAILABLE));
            assertUnserved(unwritten, ErrorCode.DATABASE_UNAVAILABLE);

            database = EmbeddedDatabase.start(folder, port());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> committee.get(balance).status() == 200);
            assertThat(committee.balance(member).get("available").asLong()).isEqualTo(50);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> committee.post("/credits", credit, "key").status() == 201);
            assertThat(committee.balance(member).get("available").asLong()).isEqualTo(55);
            committee.verify();
        }
    }

    private ServiceProcess startService() {
        return ServiceProcess.on(TestDatabase.Coordinates.of(database))
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .start();
    }

    /** Where the service looks for it. */
    private int port() {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }
}
