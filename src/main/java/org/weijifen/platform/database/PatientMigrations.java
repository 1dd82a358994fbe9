package org.weijifen.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Waits for a migration as long as it takes. One of large books says nothing for minutes, which on any other connection of the
 * pool means that the server is gone.
 */
public final class PatientMigrations extends BaseCallback {
    private Connection patient;
    private int usual;

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            if (event == Event.AFTER_MIGRATE) {
                beAsUsual();
            } else if (patient == null) {
                bePatient(context.getConnection());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the time-out of a connection can't be set", e);
        }
    }

    /** Past the pool, which would let a connection whose time-out it knows to be changed wait for ever afterwards. */
    private void bePatient(Connection pooled) throws SQLException {
        patient = pooled.unwrap(Connection.class);
        usual = patient.getNetworkTimeout();
        patient.setNetworkTimeout(Runnable::run, 0);
    }

    private void beAsUsual() throws SQLException {
        if (patient != null) {
            patient.setNetworkTimeout(Runnable::run, usual);
            patient = null;
        }
    }
}
