package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.ServiceProcess;

/** The power goes while people write: what was acknowledged is there once, and retries get the answer they would have got. */
class KilledServiceIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int WRITERS = 16;
    private static final int BEFORE_THE_KILL = 400;

    @TempDir
    Path folder;

    /** A write that was sent, and its answer, or null when none came. */
    private record Sent(String path, Object body, String key, Reply reply) {}

    @Test
    void losesNothingAcknowledgedAndCountsNothingTwice() throws Exception {
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        String slug;
        List<String> members = new ArrayList<>();
        String reward;
        try (ServiceProcess service = ServiceProcess.on(folder)
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .start()) {
            Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
            Committee committee = Committee.aCommittee(admin);
            slug = committee.slug();
            for (int i = 0; i < WRITERS; i++) {
                members.add(committee.aMemberWith(1_000_000));
            }
            reward = committee.goods(1, 100_000);

            writeUntilKilled(service, admin, committee, members, reward, sent);
        }

        try (ServiceProcess service = ServiceProcess.on(folder).start()) {
            Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
            Committee committee = Committee.of(admin, slug);
            long acknowledged =
                    sent.stream().filter(write -> write.reply() != null).count();
            assertThat(acknowledged).isGreaterThanOrEqualTo(BEFORE_THE_KILL);
            committee.verify();

            for (Sent write : sent) {
                Reply retry =
                        admin.post(write.path(), write.body(), write.key()).expect(201);
                if (write.reply() != null) {
                    assertThat(retry.body()).isEqualTo(write.reply().body());
                    assertThat(retry.headers().firstValue("Idempotent-Replayed"))
                            .contains("true");
                }
            }

            long credits = sent.stream()
                    .filter(write -> write.path().endsWith("/credits"))
                    .count();
            long redemptions = sent.size() - credits;
            long earned = 0;
            long held = 0;
            for (String member : members) {
                earned += committee.balance(member).get("earned").asLong();
                held += committee.balance(member).get("held").asLong();
            }
            assertThat(earned).isEqualTo(WRITERS * 1_000_000L + 5 * credits);
            assertThat(held).isEqualTo(redemptions);
            assertThat(committee.stock(reward).get("onShelf").asLong()).isEqualTo(100_000 - redemptions);
            committee.verify();
        }
    }

    private static void writeUntilKilled(
            ServiceProcess service,
            Api admin,
            Committee committee,
            List<String> members,
            String reward,
            Queue<Sent> sent)
            throws Exception {
        CountDownLatch enough = new CountDownLatch(BEFORE_THE_KILL);
        AtomicInteger number = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (String member : members) {
            running.add(writers.submit(() -> {
                boolean alive = true;
                while (alive) {
                    int mine = number.incrementAndGet();
                    boolean credit = mine % 2 == 0;
                    String path = committee.path(credit ? "/credits" : "/redemptions");
                    Object body =
                            credit ? Map.of("memberId", member, "points", 5) : Committee.redemption(member, reward, 1);
                    String key = "write-" + mine;
                    Reply reply = null;
                    try {
                        reply = admin.trySend("POST", path, Api.write(body), key, Map.of());
                    } catch (IOException e) {
                        alive = false;
                    }
                    sent.add(new Sent(path, body, key, reply == null ? null : reply.expect(201)));
                    enough.countDown();
                }
            }));
        }
        enough.await();
        service.kill();
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();
    }
}
