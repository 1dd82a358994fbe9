package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.ServiceProcess;

/** The server that the service brings is killed while people write, again and again: it comes back by itself, with all it had. */
class KilledDatabaseIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int KILLS = 20;
    private static final int WRITERS = 8;
    private static final int BETWEEN_KILLS = 20;
    private static final Duration BACK = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** A write, sent under its key until it was acknowledged. */
    private record Acknowledged(String path, Object body, String key, Reply reply) {}

    @Test
    void comesBackAndLosesNothingAcknowledged() throws Exception {
        try (ServiceProcess service = ServiceProcess.on(folder)
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .start()) {
            Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
            Committee committee = Committee.aCommittee(admin);
            List<String> members = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                members.add(committee.aMemberWith(1_000_000));
            }
            String reward = committee.goods(1, 1_000_000);
            Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

            writeWhileTheServerIsKilled(admin, committee, members, reward, acknowledged);

            for (Acknowledged write : acknowledged) {
                Reply retry =
                        admin.post(write.path(), write.body(), write.key()).expect(201);
                assertThat(retry.body()).isEqualTo(write.reply().body());
            }
            long credits = acknowledged.stream()
                    .filter(write -> write.path().endsWith("/credits"))
                    .count();
            long redemptions = acknowledged.size() - credits;
            long earned = 0;
            long held = 0;
            for (String member : members) {
                earned += committee.balance(member).get("earned").asLong();
                held += committee.balance(member).get("held").asLong();
            }
            assertThat(earned).isEqualTo(WRITERS * 1_000_000L + 5 * credits);
            assertThat(held).isEqualTo(redemptions);
            assertThat(committee.stock(reward).get("onShelf").asLong()).isEqualTo(1_000_000 - redemptions);
            // Members' first credits, the receipt and the writes: nothing else was booked.
            assertThat(committee.verify().get("sequence").asLong()).isEqualTo(WRITERS + 1 + acknowledged.size());
            assertThat(service.output()).contains("PostgreSQL has ended by itself and is started again");
        }
    }

    private void writeWhileTheServerIsKilled(
            Api admin, Committee committee, List<String> members, String reward, Queue<Acknowledged> acknowledged)
            throws Exception {
        AtomicBoolean stopping = new AtomicBoolean();
        AtomicInteger number = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (String member : members) {
            running.add(writers.submit(() -> {
                while (!stopping.get()) {
                    int mine = number.incrementAndGet();
                    boolean credit = mine % 2 == 0;
                    String path = committee.path(credit ? "/credits" : "/redemptions");
                    Object body =
                            credit ? Map.of("memberId", member, "points", 5) : Committee.redemption(member, reward, 1);
                    String key = "write-" + mine;
                    Awaitility.await()
                            .atMost(BACK)
                            .pollInterval(Duration.ofMillis(50))
                            .until(() -> {
                                Reply reply = admin.post(path, body, key);
                                if (reply.status() == 201) {
                                    acknowledged.add(new Acknowledged(path, body, key, reply));
                                } else {
                                    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
                                }
                                return reply.status() == 201;
                            });
                }
            }));
        }
        for (int i = 0; i < KILLS; i++) {
            awaitWrites(acknowledged, running);
            kill();
        }
        awaitWrites(acknowledged, running);
        stopping.set(true);
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();
    }

    private static void awaitWrites(Queue<Acknowledged> acknowledged, List<Future<?>> writers) {
        int enough = acknowledged.size() + BETWEEN_KILLS;
        Awaitility.await().atMost(BACK).until(() -> {
            assertThat(writers).noneMatch(Future::isDone);
            return acknowledged.size() >= enough;
        });
    }

    /** As an administrator's kill -9, or the out-of-memory killer of the system, would. */
    private void kill() throws Exception {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("database/postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
