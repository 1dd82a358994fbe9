package org.weijifen.access;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hibernate.Session;
import org.weijifen.platform.ProblemException;

/**
 * Where whatever concerns security is written down: one line for each event, which nobody changes. Package audit implements it,
 * because its own resources need the roles of this package.
 */
public interface SecurityLog {
    /**
     * Writes lines in the transaction of a connection. They are there when it commits, and leave nothing when it rolls back.
     * From here to the commit other transactions wait that write to the same chain, so this comes last.
     */
    void append(Connection connection, List<SecurityEvent> events) throws SQLException;

    /** Writes a line in the current JPA transaction; as the other one. */
    default void append(EntityManager entities, SecurityEvent event) {
        entities.unwrap(Session.class).doWork(connection -> append(connection, List.of(event)));
    }

    /**
     * Writes a line in a transaction of its own, which it shares with others that come at the same time.
     *
     * @return completes when it is committed, and fails with a {@link ProblemException}: {@code overloaded} or {@code
     *     database_unavailable}
     */
    CompletableFuture<Void> record(SecurityEvent event);

    /**
     * {@link #record}, and waits: for whatever may only be answered when it is written down. Not for threads of the event loop.
     *
     * @throws ProblemException as of {@link #record}
     */
    void require(SecurityEvent event);

    /**
     * Counts what anybody can bring about as often as they like, such as a refusal. Nothing waits for it. What is alike within
     * a minute becomes one line with its number, under the first request.
     */
    void count(SecurityEvent event);
}
