package org.weijifen.platform;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Inserts rows with a code that is unique in the community. */
public final class UniqueRows {
    private static final Pattern OF_A_SHARD = Pattern.compile("(\\w+)_\\d+(?!\\w)");

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
            if (constraint.equals(violatedConstraint(e))) {
                throw taken;
            }
            throw e;
        }
    }

    /**
     * The name of the constraint from its own field of the server's error. The text of the message depends on the
     * server's language. Citus leaves the field out. Its message has the name of a part of the table, quoted in the way of
     * the language, with the number of the part.
     */
    private static String violatedConstraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException refused) {
                ServerErrorMessage report = refused.getServerErrorMessage();
                if (report == null || report.getConstraint() != null) {
                    return report == null ? null : report.getConstraint();
                }
                Matcher quoted = OF_A_SHARD.matcher(String.valueOf(report.getMessage()));
                return quoted.find() ? quoted.group(1) : null;
            }
        }
        return null;
    }
}
