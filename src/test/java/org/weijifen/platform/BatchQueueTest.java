package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private final Recorder recorder = new Recorder();

    /** Notes what became of each item; holds the first batch up until it is let go. */
    private static final class Recorder implements BatchQueue.Work<Integer> {
        private final CountDownLatch going = new CountDownLatch(1);
        private final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> failed = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();

        @Override
        public void on(List<Integer> batch) {
            batches.add(List.copyOf(batch));
            try {
                assertThat(going.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (batch.contains(-1)) {
                throw new IllegalStateException("a batch that breaks off");
            }
        }

        @Override
        public void failed(Integer item) {
            failed.add(item);
        }

        @Override
        public void refused(Integer item) {
            refused.add(item);
        }
    }

    @Test
    void takesWhatWaitsTogetherAndRefusesWhatDoesNotFit() {
        BatchQueue<Integer> queue = new BatchQueue<>("test", 1, 5, 3, recorder);
        queue.start();
        queue.submit(0);
        Awaitility.await().until(() -> !recorder.batches.isEmpty());

        IntStream.rangeClosed(1, 6).forEach(queue::submit);
        recorder.going.countDown();
        queue.stop();

        assertThat(recorder.batches).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
        assertThat(recorder.refused).containsExactly(6);
    }

    @Test
    void answersABatchThatBreaksOffAndGoesOn() {
        BatchQueue<Integer> queue = new BatchQueue<>("test", 1, 5, 1, recorder);
        recorder.going.countDown();
        queue.start();

        queue.submit(-1);
        queue.submit(1);
        queue.stop();

        assertThat(recorder.failed).containsExactly(-1);
        assertThat(recorder.batches).containsExactly(List.of(-1), List.of(1));
    }

    @RepeatedTest(20)
    void answersEachItemOnceWheneverItStops() throws InterruptedException {
        BatchQueue<Integer> queue = new BatchQueue<>("test", 3, 1000, 10, recorder);
        recorder.going.countDown();
        queue.start();
        Thread submitting = new Thread(() -> IntStream.range(0, 2000).forEach(queue::submit));
        submitting.start();

        Awaitility.await().until(() -> !recorder.batches.isEmpty());
        queue.stop();
        submitting.join();

        List<Integer> answered = new ArrayList<>(recorder.refused);
        recorder.batches.forEach(answered::addAll);
        assertThat(answered).hasSize(2000).doesNotHaveDuplicates();
    }
}
