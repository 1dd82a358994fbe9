package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class DatabaseFaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "08P01", "28000", "28P01", "3D000", "53000", "53100", "53200",
                "53300", "53400", "57P01", "57P02", "57P03", "57P04", "57P05", "25006", "25P03", "25P04"
            })
    void takesADatabaseThatIsAwayOrHasRunOutOfSomethingForUnavailable(String state) {
        SQLException fault = new SQLException("", state);

        assertThat(DatabaseFaults.codeOf(fault)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(DatabaseFaults.concernsAll(fault)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"58000", "58030", "58P01", "58P02", "42501", "XX000", "XX001", "XX002"})
    void takesFilesThatCannotBeReadOrWrittenForUnavailableToWhoeverNeedsThem(String state) {
        SQLException fault = new SQLException("", state);

        assertThat(DatabaseFaults.codeOf(fault)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(DatabaseFaults.concernsAll(fault)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40003", "40P01", "55P03", "57014"})
    void takesADatabaseThatIsBusyForOverloaded(String state) {
        SQLException fault = new SQLException("", state);

        assertThat(DatabaseFaults.codeOf(fault)).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(DatabaseFaults.concernsAll(fault)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"22012", "23505", "23514", "42P01", "42601", "0A000", "54001"})
    void takesEverythingElseForAMistakeOfOurs(String state) {
        SQLException fault = new SQLException("", state);

        assertThat(DatabaseFaults.codeOf(fault)).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(DatabaseFaults.concernsAll(fault)).isFalse();
    }

    @Test
    void tellsAnAnswerFromTheLackOfOne() {
        SQLException refused = new PSQLException(new ServerErrorMessage("SERROR\0C22012\0Mdivision by zero\0\0"));

        assertThat(DatabaseFaults.isAnswered(refused)).isTrue();
        assertThat(DatabaseFaults.isAnswered(new PSQLException("an I/O error", PSQLState.CONNECTION_FAILURE)))
                .isFalse();
        assertThat(DatabaseFaults.isAnswered(new SQLWarning("waiting was cancelled", "01000")))
                .isFalse();
        assertThat(DatabaseFaults.isAnswered(new IllegalStateException())).isFalse();
    }

    @Test
    void looksForTheDatabasesOwnErrorBehindThoseOfAPool() {
        SQLException wrapper = new SQLException("no connection", new SQLException("", "53300"));

        assertThat(DatabaseFaults.codeOf(new IllegalStateException(wrapper))).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(DatabaseFaults.codeOf(new SQLException("waited in vain"))).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(DatabaseFaults.codeOf(new IllegalStateException())).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    /** In an outage thousands of requests meet the same. */
    @Test
    void tellsOfAnOutageOnceInAWhile() {
        List<String> lines = new ArrayList<>();
        ExtHandler handler = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                lines.add(line.getMessage());
            }
        };
        Logger logger = Logger.getLogger(DatabaseFaults.class.getPackageName());
        logger.addHandler(handler);
        try {
            for (int i = 0; i < 1000; i++) {
                DatabaseFaults.refusal(new SQLException("", "08006"));
            }
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(lines).hasSize(1);
    }
}
