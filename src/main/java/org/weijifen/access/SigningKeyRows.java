package org.weijifen.access;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.weijifen.platform.Ids;
import org.weijifen.platform.KeyEncryption;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.SqlWork;

/** The signing keys as they stand in the database: encrypted. */
@Singleton
final class SigningKeyRows {
    private final KeyEncryption encryption;
    private final Clock clock;

    SigningKeyRows(KeyEncryption encryption, Clock clock) {
        this.encryption = encryption;
        this.clock = clock;
    }

    /** A row; its text shows nothing of the secret. */
    record Row(UUID id, int generation, byte[] encrypted, Instant createdAt) {
        byte[] context() {
            return ("signing_key/" + id).getBytes(StandardCharsets.US_ASCII);
        }

        KeyRing.Made with(SecretKey secret) {
            return new KeyRing.Made(id, generation, secret, createdAt);
        }
    }

    /** The rows in the order in which their keys sign. */
    static List<Row> list(Connection connection) throws SQLException {
        return new SqlQuery("select id, generation, secret, created_at from signing_key order by generation")
                .list(
                        connection,
                        row -> new Row(
                                row.getObject(1, UUID.class),
                                row.getInt(2),
                                row.getBytes(3),
                                row.getObject(4, OffsetDateTime.class).toInstant()));
    }

    /** Adds a new key, and returns its id; empty when another instance has added one of this generation in the same moment. */
    Optional<UUID> add(Connection connection, int generation) throws SQLException {
        Row row = new Row(Ids.next(), generation, null, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        int added = new SqlQuery(
                        """
                        insert into signing_key (id, generation, secret, created_at) values (?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        row.id(),
                        generation,
                        encryption.encrypt(Secrets.newKey(), row.context()),
                        OffsetDateTime.ofInstant(row.createdAt(), ZoneOffset.UTC))
                .update(connection);
        return added == 1 ? Optional.of(row.id()) : Optional.empty();
    }

    /** Deletes a key. Returns how many there were of it. */
    static int delete(Connection connection, UUID id) throws SQLException {
        return new SqlQuery("delete from signing_key where id = ?", id).update(connection);
    }

    /** Writes the same secret as it is encrypted by another key. */
    static SqlWork<Integer, RuntimeException> replacing(Row row, byte[] encrypted) {
        return new SqlQuery("update signing_key set secret = ? where id = ?", encrypted, row.id())::update;
    }
}
