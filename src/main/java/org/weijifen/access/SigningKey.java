package org.weijifen.access;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/**
 * The secret that tokens are signed and verified with: 256 random bits, made once and kept in the database, so that all
 * instances share it and restarts leave tokens valid.
 *
 * <p>Tokens are signed with HMAC (HS256), since nobody but this service verifies them; a pair of keys would only be worth
 * its upkeep if somebody else had to.
 */
@Startup
@ApplicationScoped
class SigningKey {
    private final SecretKey key;

    SigningKey(Writes writes, Clock clock) {
        this.key = writes.write(connection -> {
            // A distributed database can't write it while one of its servers is lost, but it can read it.
            byte[] secret = find(connection).orElse(null);
            if (secret == null) {
                offer(connection, clock);
                secret = find(connection).orElseThrow();
            }
            return new SecretKeySpec(secret, "HmacSHA256");
        });
    }

    SecretKey get() {
        return key;
    }

    /** When several instances start at once, the first one's key is used. */
    private static void offer(Connection connection, Clock clock) throws SQLException {
        new SqlQuery(
                        "insert into signing_key (id, secret, created_at) values (1, ?, ?) on conflict do nothing",
                        Secrets.newKey(),
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update(connection);
    }

    private static Optional<byte[]> find(Connection connection) throws SQLException {
        return new SqlQuery("select secret from signing_key where id = 1")
                .list(connection, row -> row.getBytes(1)).stream().findFirst();
    }
}
