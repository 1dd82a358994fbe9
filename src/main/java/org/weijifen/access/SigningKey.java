package org.weijifen.access;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/**
 * The secret that tokens are signed with. It is made at the first start and kept in the database, so that all instances on
 * it accept each other's tokens, and restarts change nothing.
 *
 * <p>HMAC with SHA-256 (HS256, RFC 7518) rather than a key pair: nobody but the service verifies its tokens, and it is the
 * cheapest to verify.
 */
@Singleton
final class SigningKey {
    private static final int BYTES = 32;

    private final DataSource dataSource;
    private final Clock clock;
    private volatile SecretKey key;

    SigningKey(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    SecretKey key() {
        SecretKey known = key;
        if (known == null) {
            known = new SecretKeySpec(readOrMake(), "HmacSHA256");
            key = known;
        }
        return known;
    }

    private byte[] readOrMake() {
        byte[] proposed = new byte[BYTES];
        new SecureRandom().nextBytes(proposed);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into signing_key (id, secret, created_at) values (1, ?, ?) on conflict do nothing");
                PreparedStatement select = connection.prepareStatement("select secret from signing_key where id = 1")) {
            insert.setBytes(1, proposed);
            insert.setTimestamp(2, Timestamp.from(clock.instant()));
            insert.executeUpdate();
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getBytes(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the signing key", e);
        }
    }
}
