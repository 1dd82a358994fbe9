package org.weijifen.platform;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.hibernate.Session;

/** The idempotency keys under which rows outside of the books were created, so that a repeated request finds its row. */
public final class CreationKeys {
    private CreationKeys() {}

    /** A row, and whether it was created earlier under the same key. */
    public record Created<R>(R row, boolean before) {}

    /**
     * Claims the key of a request in the transaction that creates the row. It waits while another transaction creates a
     * row under the same key.
     *
     * @param requestHash of everything the request asks for, without secrets; see {@link RequestHash}
     * @return the id of the row: a new one, or that of the row that had been created under the key
     * @throws ProblemException {@code idempotency_key_reused} when another request has used the key
     */
    public static UUID take(EntityManager entities, Call call, String requestHash) {
        return take(entities, call, requestHash, Ids.next());
    }

    /**
     * The same, for who has to know whether the row is new.
     *
     * @param fresh the id that a new row gets
     */
    public static UUID take(EntityManager entities, Call call, String requestHash, UUID fresh) {
        return call.idempotencyKey() == null
                ? fresh
                : entities.unwrap(Session.class)
                        .doReturningWork(connection -> take(connection, call, requestHash, fresh));
    }

    private static UUID take(Connection connection, Call call, String requestHash, UUID fresh) throws SQLException {
        byte[] hash = HexFormat.of().parseHex(requestHash);
        SqlQuery insert = new SqlQuery(
                "insert into creation_key (caller, key, request_sha256, created_id) values (?, ?, ?, ?) on conflict do nothing",
                call.caller(),
                call.idempotencyKey(),
                hash,
                fresh);
        if (insert.update(connection) > 0) {
            return fresh;
        }
        SqlQuery select = new SqlQuery(
                "select created_id from creation_key where caller = ? and key = ? and request_sha256 = ?",
                call.caller(),
                call.idempotencyKey(),
                hash);
        return select.list(connection, row -> row.getObject(1, UUID.class)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.of(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }
}
