package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** What jobs hand in together: one operation that is not done keeps none of the others from being done. */
@QuarkusTest
class ExecuteAllTest {
    private static final int OTHERS = 50;

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    private UUID communityId;
    private TestLedger test;

    /** Each operation has a commit of its own, so that the later ones are still to be done when the first one is through. */
    @BeforeEach
    void openBooks() throws SQLException {
        communityId = TestLedger.newBooks(dataSource);
        test = new TestLedger(dataSource, problems, 1, 2 * OTHERS);
    }

    @AfterEach
    void stopLedger() {
        test.close();
    }

    @Test
    void aRefusalByARuleStaysWithItsOperation() throws SQLException {
        List<Operation<?>> operations = beforeOthers(failing(() -> ProblemException.of(ErrorCode.OUT_OF_STOCK)));

        test.ledger().executeAll(operations);

        assertThat(done()).isEqualTo(OTHERS);
    }

    @Test
    void aMistakeIsLoggedAndStaysWithItsOperation() throws SQLException {
        List<Operation<?>> operations = beforeOthers(failing(() -> new IllegalArgumentException("a mistake")));

        List<String> log = logOf(() -> test.ledger().executeAll(operations));

        assertThat(done()).isEqualTo(OTHERS);
        assertThat(log)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ERROR")
                        .contains(IllegalArgumentException.class.getName())
                        .doesNotContain("a mistake"))
                .anySatisfy(line -> assertThat(line).startsWith("WARN").contains("internal_error"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"OVERLOADED", "DATABASE_UNAVAILABLE"})
    void aPassingFailureIsThrownWhenAllHaveBeenTried(ErrorCode passing) throws SQLException {
        List<Operation<?>> operations = beforeOthers(failing(() -> ProblemException.of(passing)));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> test.ledger().executeAll(operations))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo(passing));

        assertThat(done()).isEqualTo(OTHERS);
    }

    @Test
    void theFirstOfPassingFailuresIsThrown() throws SQLException {
        List<Operation<?>> operations = beforeOthers(
                failing(() -> ProblemException.of(ErrorCode.OUT_OF_STOCK)),
                failing(() -> new IllegalArgumentException("a mistake")),
                failing(() -> ProblemException.of(ErrorCode.DATABASE_UNAVAILABLE)),
                failing(() -> ProblemException.of(ErrorCode.OVERLOADED)));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> test.ledger().executeAll(operations))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));

        assertThat(done()).isEqualTo(OTHERS);
    }

    private List<Operation<?>> beforeOthers(Operation<?>... first) {
        List<Operation<?>> operations = new ArrayList<>(List.of(first));
        for (int i = 0; i < OTHERS; i++) {
            operations.add(TestLedger.credit(communityId, Ids.next(), null));
        }
        return operations;
    }

    private Operation<?> failing(Supplier<RuntimeException> failure) {
        return TestLedger.operation(communityId, null, Ids.next(), books -> {
            throw failure.get();
        });
    }

    private long done() throws SQLException {
        return TestLedger.count(dataSource, "select sequence from book where community_id = ?", communityId);
    }

    /** What the ledger logs meanwhile, each line after its level. */
    private static List<String> logOf(Runnable action) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        PatternFormatter words = new PatternFormatter("%p %s");
        ExtHandler handler = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                lines.add(words.format(line));
            }
        };
        Logger logger = Logger.getLogger(Ledger.class.getPackageName());
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return List.copyOf(lines);
    }
}
