package org.weijifen.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.weijifen.access.SecurityEvent;

/** The security log for commands, which run without the service. */
public final class CommandLog {
    private CommandLog() {}

    /**
     * Writes lines in the transaction of a connection.
     *
     * @param events without personal values: a command has no key for them
     */
    public static void append(Connection connection, List<SecurityEvent> events) throws SQLException {
        new Chain(new ChangesJson(null), Clock.systemUTC()).append(connection, events);
    }
}
