package org.weijifen.platform;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done with a connection; {@code E} is what it may throw besides. */
public interface SqlWork<R, E extends Exception> {
    R run(Connection connection) throws SQLException, E;
}
