package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuesOfServersTest {

    @ParameterizedTest
    @CsvSource({"8,1", "8,2", "8,3", "8,8", "1,1", "5,4"})
    void areOfOneServerEachWhereThereAreEnough(int queues, int servers) {
        Set<Integer> taken = new TreeSet<>();
        for (int server = 0; server < servers; server++) {
            Set<Integer> own = queuesOf(server, servers, queues);
            assertThat(taken).doesNotContainAnyElementsOf(own);
            taken.addAll(own);
        }
        assertThat(taken).allMatch(queue -> queue >= 0 && queue < queues);
    }

    @ParameterizedTest
    @CsvSource({"8,9", "1,3", "2,5"})
    void areSharedWhereThereAreTooFew(int queues, int servers) {
        for (int server = 0; server < servers; server++) {
            assertThat(queuesOf(server, servers, queues)).containsExactly(server % queues);
        }
    }

    private static Set<Integer> queuesOf(int server, int servers, int queues) {
        Set<Integer> own = new TreeSet<>();
        IntStream.range(0, queues).forEach(hash -> own.add(Sharding.queueOf(hash, server, servers, queues)));
        return own;
    }
}
