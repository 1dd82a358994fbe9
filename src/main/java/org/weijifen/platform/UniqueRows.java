package org.weijifen.platform;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Inserts rows of which a community has only one for each code. */
public final class UniqueRows {
    private UniqueRows() {}

    /**
     * Inserts a row at once. Two requests that race for one code are told apart by the database alone: a look beforehand
     * would see neither.
     *
     * @param constraint name of the unique constraint that stands for the rule
     * @param taken the refusal when there is such a row already
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

    /** The name as the server reports it in a field of its own, since its messages follow the server's language. */
    private static String violatedConstraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException refused) {
                ServerErrorMessage report = refused.getServerErrorMessage();
                return report == null ? null : report.getConstraint();
            }
        }
        return null;
    }
}
