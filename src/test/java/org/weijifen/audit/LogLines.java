package org.weijifen.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.TestDatabase;

/** The lines of a security log as an auditor sees them, and as somebody with the rights of a superuser finds and changes them. */
final class LogLines {
    private LogLines() {}

    /** All lines that a filter lets through, the oldest first. */
    static List<JsonNode> of(Api api, String log, Map<String, ?> filter) {
        List<JsonNode> lines = new ArrayList<>();
        JsonNode page = api.get(log, filter).expect(200).json();
        while (true) {
            page.get("items").forEach(line -> lines.add(0, line));
            if (!page.has("nextCursor")) {
                return lines;
            }
            Map<String, Object> next = new HashMap<>(filter);
            next.put("cursor", page.get("nextCursor").asText());
            page = api.get(log, next).expect(200).json();
        }
    }

    /** What a line says in short: {@code change member [phone]}. */
    static String brief(JsonNode line) {
        List<String> fields = new ArrayList<>();
        line.get("changes").forEach(change -> fields.add(change.get("field").asText()));
        return line.get("kind").asText() + " " + line.path("subjectKind").asText() + " " + fields;
    }

    static JsonNode change(JsonNode line, String field) {
        for (JsonNode change : line.get("changes")) {
            if (change.get("field").asText().equals(field)) {
                return change;
            }
        }
        throw new AssertionError(field + " is not in " + line);
    }

    /** Everything that the table has, as text. */
    static String everything() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser()) {
            return String.join("\n", TestDatabase.texts(connection, "select l::text from security_log l"));
        }
    }

    static void tamper(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
