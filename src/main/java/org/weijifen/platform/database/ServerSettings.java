package org.weijifen.platform.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a PostgreSQL server on which the safety of the books depends, as the service's own role sees them.
 *
 * @param version as PostgreSQL numbers it: 180006 is 18.6
 * @param durability values of the settings that can make a commit unsafe
 */
record ServerSettings(int version, Map<String, String> durability) {
    /** Earlier versions have no unique constraint in which nulls are equal. */
    static final int OLDEST_MAJOR_VERSION = 15;

    private static final int MAJOR = 10_000;
    private static final List<String> DURABILITY = List.of("fsync", "full_page_writes", "synchronous_commit");

    static ServerSettings read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<String, String> durability = new LinkedHashMap<>();
            for (String setting : DURABILITY) {
                durability.put(setting, show(statement, setting));
            }
            return new ServerSettings(Integer.parseInt(show(statement, "server_version_num")), durability);
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    int majorVersion() {
        return version / MAJOR;
    }

    /** Why the books are not safe on this server, each with its remedy; empty when they are. */
    List<String> dangers() {
        List<String> dangers = new ArrayList<>();
        if (majorVersion() < OLDEST_MAJOR_VERSION) {
            dangers.add(StartRefusal.SERVER_TOO_OLD.describe(majorVersion(), OLDEST_MAJOR_VERSION));
        }
        durability.forEach((setting, value) -> {
            if (value.equals("off")) {
                dangers.add(StartRefusal.SERVER_FORGETS.describe(setting));
            }
        });
        return dangers;
    }
}
