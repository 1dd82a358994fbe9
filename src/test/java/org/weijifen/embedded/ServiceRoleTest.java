package org.weijifen.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.TestDatabase;

@QuarkusTest
class ServiceRoleTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Inject
    DataSource source;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_transaction set reason = 'changed'",
                "delete from ledger_transaction",
                "update posting set amount = 1",
                "delete from posting",
                "truncate posting",
                "delete from idempotency_key",
                "update idempotency_key set status = 200",
                "update kept_refusal set code = 'conflict'",
                "delete from member",
                "delete from reward",
                "delete from redemption",
                "delete from redemption_line"
            })
    void mayNotChangeWhatIsInTheBooks(String tampering) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute(tampering))
                    .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update ledger_transaction set reason = 'changed' where false", "delete from posting where false"
            })
    void leavesTamperingToTheSuperuserOfTheTests(String tampering) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(tampering)).isZero();
        }
    }
}
