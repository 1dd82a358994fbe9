package org.weijifen.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.weijifen.platform.id.Id;

/**
 * An SQL query to which conditions can be added, with the values of its parameters in order. Values are passed only as
 * parameters, never as text of the query. It is for SQL what {@link Conditions} is for the Hibernate query language.
 *
 * <p>In the text of a query {@link #of} a community, {@code :community} stands for its id. Each table is compared with it,
 * and not with a column of another table: a distributed database finds out from the value where the rows of the table are.
 */
public final class SqlQuery {
    /** The number of rows of a long result in memory at once, within a transaction. */
    public static final int FETCH_SIZE = 1000;

    private static final Pattern PARAMETER = Pattern.compile("\\?|:community\\b");

    private final UUID communityId;
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private SqlQuery(UUID communityId) {
        this.communityId = communityId;
    }

    /** A query that begins with this text, which has a {@code ?} for each value. */
    public SqlQuery(String text, Object... values) {
        this(null);
        append(text, values);
    }

    /** The same about a community. */
    public static SqlQuery of(UUID communityId, String text, Object... values) {
        return new SqlQuery(communityId).append(text, values);
    }

    /** Adds text as it is, which has a {@code ?} for each value. */
    public SqlQuery append(String more, Object... itsValues) {
        Iterator<Object> next = Arrays.asList(itsValues).iterator();
        text.append(PARAMETER.matcher(more).replaceAll(found -> {
            values.add(found.group().equals("?") ? next.next() : Objects.requireNonNull(communityId));
            return "?";
        }));
        if (next.hasNext()) {
            throw new IllegalArgumentException("a value has no place in the text");
        }
        return this;
    }

    /** Adds another query's text and values. */
    public SqlQuery append(SqlQuery other) {
        text.append(other.text);
        values.addAll(other.values);
        return this;
    }

    /**
     * Adds another condition, unless its value is null.
     *
     * @param condition with one {@code ?}
     */
    public SqlQuery and(String condition, Object value) {
        if (value != null) {
            append(" and " + condition, value);
        }
        return this;
    }

    /** Reads an object from a row. */
    public interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }

    /** The objects read from the rows, in order. */
    public <R> List<R> list(Connection connection, Row<R> reading) throws SQLException {
        List<R> found = new ArrayList<>();
        forEach(connection, row -> found.add(reading.read(row)));
        return found;
    }

    /** Handles a row. */
    public interface RowWork<E extends Exception> {
        void accept(ResultSet row) throws SQLException, E;
    }

    /** Handles the rows, in order. */
    public <E extends Exception> void forEach(Connection connection, RowWork<E> work) throws SQLException, E {
        forEach(connection, 0, work);
    }

    /**
     * Handles the rows of a long result, in order, with {@link #FETCH_SIZE} of them in memory at once. PostgreSQL does
     * not use parallel workers for such a result, so sums and counts are better read by {@link #forEach}.
     */
    public <E extends Exception> void stream(Connection connection, RowWork<E> work) throws SQLException, E {
        forEach(connection, FETCH_SIZE, work);
    }

    private <E extends Exception> void forEach(Connection connection, int fetchSize, RowWork<E> work)
            throws SQLException, E {
        try (PreparedStatement statement = prepare(connection)) {
            statement.setFetchSize(fetchSize);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    work.accept(rows);
                }
            }
        }
    }

    /** Executes a statement that writes. Returns the number of rows. */
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    /** The statement, ready to be executed. */
    public PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, Id.plain(values.get(i)));
        }
        return statement;
    }
}
