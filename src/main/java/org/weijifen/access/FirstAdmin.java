package org.weijifen.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.weijifen.platform.Ids;

/** Makes the first user, so that a new service can be entered: {@code admin}. Later starts change nothing. */
@Singleton
final class FirstAdmin {
    private static final String USERNAME = "admin";

    /** The password of development and tests, which stands in the README. */
    private static final String PUBLISHED = "weijifen-demo";

    private final DataSource dataSource;
    private final Clock clock;
    private final Optional<String> given;

    FirstAdmin(
            DataSource dataSource,
            Clock clock,
            @ConfigProperty(name = "weijifen.admin-password") Optional<String> given) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.given = given;
    }

    void start(@Observes StartupEvent event) throws SQLException {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            given.ifPresent(FirstAdmin::requireSafe);
        }
        try (Connection connection = dataSource.getConnection()) {
            if (isEmpty(connection)) {
                String password = given.orElseGet(Secrets::newPassword);
                boolean made = insert(connection, password);
                if (made && given.isEmpty()) {
                    announce(password);
                }
            }
        }
    }

    /** Refuses a password that would be guessed. */
    static void requireSafe(String password) {
        if (password.length() < Secrets.MIN_LENGTH) {
            throw new IllegalStateException(
                    "WEIJIFEN_ADMIN_PASSWORD has fewer than " + Secrets.MIN_LENGTH
                            + " characters. Set a longer one, or leave it unset: then a password is generated and printed once.");
        }
        if (!Secrets.isShortEnough(password)) {
            throw new IllegalStateException("WEIJIFEN_ADMIN_PASSWORD has more than " + Secrets.MAX_BYTES
                    + " bytes, more than bcrypt looks at. Set a shorter one.");
        }
        if (password.equals(PUBLISHED)) {
            throw new IllegalStateException("WEIJIFEN_ADMIN_PASSWORD is the published password of the demo."
                    + " Set another one, or leave it unset: then a password is generated and printed once.");
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select exists (select from access_user)")) {
            row.next();
            return !row.getBoolean(1);
        }
    }

    /** Of several instances that start at once, one makes the user; the others find the name taken. */
    private boolean insert(Connection connection, String password) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into access_user (id, username, password_hash, role, communities, status, created_at)
                values (?, ?, ?, 'ADMIN', '{}', 'ACTIVE', ?) on conflict do nothing""")) {
            insert.setObject(1, Ids.next());
            insert.setString(2, USERNAME);
            insert.setString(3, Secrets.hash(password));
            insert.setObject(
                    4, OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC));
            return insert.executeUpdate() == 1;
        }
    }

    /** To standard output and not to the log, which is kept and sent about. */
    private static void announce(String password) {
        System.out.println("First start: user " + USERNAME + ", password " + password
                + " (shown this once; change it with PATCH /v1/users/{userId})");
    }
}
