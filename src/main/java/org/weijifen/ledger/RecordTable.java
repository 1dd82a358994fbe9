package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.weijifen.platform.SqlQuery;

/**
 * A table whose rows are described by a record, with their ids as keys within their communities. The statements that
 * load and save rows are derived from the record.
 *
 * @param <K> the type of the ids
 * @param <R> the record; its columns are those of {@link RecordColumns}, {@code id} among them
 */
public abstract class RecordTable<K, R extends Record> implements Table<K, R> {
    static final String ID = "id";

    private final String name;
    private final String community;
    private final RecordColumns<R> columns;
    private final String byId;
    private final boolean isOfCommunity;
    private final String upsert;

    /**
     * Rows of a table.
     *
     * @param name of the table
     * @param community name of the column with the community, which leads the key; {@code id} where the rows are communities
     */
    protected RecordTable(Class<R> type, String name, String community) {
        this.name = name;
        this.community = community;
        this.columns = new RecordColumns<>(type);
        this.byId = lookUpBy(ID);
        this.isOfCommunity = !community.equals(ID);
        this.upsert = isOfCommunity
                ? columns.insert(name, community) + columns.orUpdate(community, ID)
                : columns.insert(name) + columns.orUpdate(ID);
    }

    /** Rows of a table that has a column {@code community_id}. */
    protected RecordTable(Class<R> type, String name) {
        this(type, name, "community_id");
    }

    final String name() {
        return name;
    }

    final Object value(R row, String column) {
        return columns.value(column).apply(row);
    }

    /**
     * Reads rows as last committed, without the lock of the books.
     *
     * @param which a condition on {@code r}, optionally with an order and a limit
     */
    public final List<R> read(Connection connection, SqlQuery which) throws SQLException {
        SqlQuery query = new SqlQuery("select " + columns.of("r") + " from " + name + " r where ").append(which);
        List<R> found = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(columns.read(rows, 1));
            }
        }
        return found;
    }

    @Override
    public final void load(Lookups lookups, Set<RowKey<K>> keys, BiConsumer<RowKey<K>, R> found) {
        load(lookups, byId, ID, keys, Columns::uuids, found);
    }

    @Override
    public final void save(Script script, Collection<Map.Entry<RowKey<K>, R>> changed) {
        script.add(upsert, parameters -> {
            if (isOfCommunity) {
                parameters.communities(
                        changed.stream().map(entry -> entry.getKey().communityId()));
            }
            columns.fill(parameters, changed.stream().map(Map.Entry::getValue).toList());
        });
    }

    /**
     * A look-up of rows by a column that is unique within a community.
     */
    final String lookUpBy(String by) {
        return "select r." + community + ", " + columns.of("r") + " from :rows(" + by
                + ") cross join lateral (select r.* from "
                + name + " r where r." + community + " = n.community_id and r." + by + " between n." + by + " and n."
                + by
                + " order by r." + by + ") r";
    }

    /** Loads rows by {@link #lookUpBy}. */
    final <C> void load(
            Lookups lookups,
            String sql,
            String by,
            Set<RowKey<C>> keys,
            BiConsumer<Columns, Stream<C>> filling,
            BiConsumer<RowKey<C>, R> found) {
        Function<Record, Object> keyOf = columns.value(by);
        lookups.add(
                sql,
                parameters -> {
                    parameters.communities(keys.stream().map(RowKey::communityId));
                    filling.accept(parameters, keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        R row = columns.read(rows, 2);
                        @SuppressWarnings("unchecked") // The column whose type is that of the keys.
                        C key = (C) keyOf.apply(row);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), key), row);
                    }
                });
    }
}
