package org.weijifen.platform;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Inserts rows with a code that is unique in the community. */
public final class UniqueRows {
    private UniqueRows() {}

    /**
     * Inserts a row at once. Only the constraint of the database can decide between two concurrent requests for one
     * code: a query beforehand would find neither row.
     *
     * @param constraint name of the unique constraint
     * @param taken the refusal when the code is taken
     */
    public static void insert(EntityManager entities, Object row, String constraint, ProblemException taken) {
        try {
            entities.persist(row);
            entities.flush();
        } catch (PersistenceException e) {
            if (isViolated(constraint, e)) {
                throw taken;
            }
            throw e;
        }
    }

    /**
     * Whether the server names this constraint: in a field of its own, since the text of the message depends on the server's
     * language. Citus names that of a part of the table, which has a number behind it, and in the message only when the part
     * is on another server.
     */
    static boolean isViolated(String constraint, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
                if (!DatabaseFaults.isTaken(refused)) {
                    return false;
                }
                ServerErrorMessage report = refused.getServerErrorMessage();
                String named = report.getConstraint() == null ? report.getMessage() : report.getConstraint();
                return Pattern.compile("\\b" + constraint + "(_\\d+)?\\b")
                        .matcher(String.valueOf(named))
                        .find();
            }
        }
        return false;
    }
}
