package org.weijifen.platform;

import java.sql.Connection;
import java.sql.SQLException;

/** Work with a connection. {@code E} is another exception it may throw. */
public interface SqlWork<R, E extends Exception> {
    R run(Connection connection) throws SQLException, E;
}
