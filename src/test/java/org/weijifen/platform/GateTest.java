package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 2", "8, 4"})
    void givesNobodyMoreThanHalf(int places, int most) {
        Gate gate = new Gate(places);

        assertThat(takeAll(gate, "a")).isEqualTo(most);
    }

    @Test
    void keepsTheLastPlaceForSomebodyElse() {
        Gate gate = new Gate(8);

        assertThat(takeAll(gate, "a")).isEqualTo(4);
        assertThat(takeAll(gate, "b")).isEqualTo(3);
        assertThat(takeAll(gate, "c")).isEqualTo(1);
        assertThat(takeAll(gate, "d")).isZero();
    }

    @Test
    void takesAPlaceBackOnce() {
        Gate gate = new Gate(2);
        Gate.Place first = gate.enter("a");
        gate.enter("b");

        first.close();
        first.close();

        gate.enter("c");
        assertRefused(gate, "d");
    }

    @Test
    void takesAPlaceBackFromATurnThatFails() {
        Gate gate = new Gate(1);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> gate.take("a", () -> {
                    throw new IllegalStateException("no");
                }));

        assertThat(gate.<String, RuntimeException>take("b", () -> "in")).isEqualTo("in");
    }

    @Test
    void letsThoseInFirstWhoWereNotThereJustNow() {
        Gate gate = new Gate(1, 8, LONG);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Gate.Place place = gate.enter("a");
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (String owner : List.of("a", "a", "b", "c")) {
            int before = gate.waiting();
            waiting.add(CompletableFuture.runAsync(() -> gate.take(owner, () -> order.add(owner)), threads));
            Awaitility.await().until(() -> gate.waiting() == before + 1);
        }

        place.close();
        waiting.forEach(CompletableFuture::join);

        assertThat(order.get(0)).isEqualTo("b");
        assertThat(order).containsExactlyInAnyOrder("a", "a", "b", "c");
    }

    @Test
    void letsHalfOfThoseWaitWhoMay() {
        Gate gate = new Gate(1, 2, LONG);
        gate.enter("a");
        CompletableFuture.runAsync(() -> gate.enter("a"), threads);
        Awaitility.await().until(() -> gate.waiting() == 1);

        assertRefused(gate, "a");
        CompletableFuture.runAsync(() -> gate.enter("b"), threads);
        Awaitility.await().until(() -> gate.waiting() == 2);
        assertRefused(gate, "c");
    }

    @Test
    void refusesWhoeverHasWaitedInVain() {
        Gate gate = new Gate(1, 2, Duration.ofMillis(10));
        gate.enter("a");

        assertRefused(gate, "b");
        assertThat(gate.waiting()).isZero();
    }

    private static int takeAll(Gate gate, String owner) {
        int taken = 0;
        while (gate.tryEnter(owner).isPresent()) {
            taken++;
        }
        return taken;
    }

    private static void assertRefused(Gate gate, String owner) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> gate.enter(owner))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED));
    }
}
