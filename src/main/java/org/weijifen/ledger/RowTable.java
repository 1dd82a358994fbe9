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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.SqlQuery;

/**
 * The rows of a kind that people edit, such as members, keyed by their ids. Operations edit them as they move points: in the
 * order of the community's books, by somebody. So who was answered that a member is frozen finds no redemption behind it.
 *
 * <p>A row also has a code that stands for ever, by which operations find it that read lists of them.
 *
 * @param <R> the record that describes a row; its columns are those of {@link RecordColumns}
 */
public abstract class RowTable<R extends Record> implements Table<UUID, R> {
    private static final String ID = "id";

    private final String name;
    private final String code;
    private final ErrorCode taken;
    private final String community;
    private final RecordColumns<R> columns;
    private final ByCode byCode = new ByCode();

    /**
     * Rows of a table.
     *
     * @param name of the table, in which {@code (community_id, id)} is the key
     * @param code name of the column with the code
     * @param taken the refusal of a code that another row has
     */
    protected RowTable(Class<R> type, String name, String code, ErrorCode taken) {
        this(type, name, code, taken, "community_id");
    }

    /** @param community name of the column with the community; {@code id} where the rows are communities */
    protected RowTable(Class<R> type, String name, String code, ErrorCode taken, String community) {
        this.name = name;
        this.code = code;
        this.taken = taken;
        this.community = community;
        this.columns = new RecordColumns<>(type);
    }

    /** The refusal where there is no such row in the community. */
    protected abstract ProblemException absent(UUID id);

    /** A row that an operation has named by its id. */
    public final R require(Books books, UUID id) {
        return books.row(this, id).orElseThrow(() -> absent(id));
    }

    /** The same rows by their codes. They are only read by it: what becomes of one is told to {@link #put}. */
    public final Table<String, R> byCode() {
        return byCode;
    }

    /**
     * Adds a row.
     *
     * @param made makes it, or refuses
     */
    public final Decision<R> adding(String itsCode, Function<Books, R> made, Call call) {
        return new Decision<>(needs -> needs.row(byCode, itsCode), books -> {
            if (books.row(byCode, itsCode).isPresent()) {
                throw ProblemException.of(taken, itsCode);
            }
            return put(books, null, made.apply(books), call);
        });
    }

    /**
     * Edits the row with this id.
     *
     * @param edit makes the row after it from the row before, or refuses
     */
    public final Decision<R> editing(UUID id, BiFunction<Books, R, R> edit, Call call) {
        return new Decision<>(needs -> needs.row(this, id), books -> {
            R before = require(books, id);
            return put(books, before, edit.apply(books, before), call);
        });
    }

    /**
     * Takes a row as somebody has made or changed it into the books' transaction; answers it.
     *
     * @param before null for a new one
     */
    public final R put(Books books, R before, R after, Call call) {
        UUID id = (UUID) columns.value(after, ID);
        books.put(this, id, after);
        books.put(byCode, (String) columns.value(after, code), after);
        books.edited(new Edit<>(books.communityId(), name, id, call.caller(), books.now(), before, after));
        return after;
    }

    /**
     * Rows as they were last committed, for whoever reads them beside the books.
     *
     * @param which a condition on {@code r}, and perhaps their order and how many
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
    public final void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, R> found) {
        load(lookups, ID, "uuid", keys, Columns::uuids, found);
    }

    @Override
    public final void save(Script script, Collection<Map.Entry<RowKey<UUID>, R>> changed) {
        boolean isOwn = community.equals(ID);
        script.add(
                "insert into " + name + " (" + (isOwn ? "" : community + ", ") + columns.names() + ") select "
                        + (isOwn ? "" : "n.community_id, ") + columns.selected("n") + " from unnest(?::uuid[], "
                        + columns.parameters() + ") as n(community_id, " + columns.names() + ") on conflict ("
                        + (isOwn ? "" : community + ", ") + "id) do update set " + columns.updates(ID),
                changed.size(),
                parameters -> {
                    parameters.uuids(
                            changed.stream().map(entry -> entry.getKey().communityId()));
                    columns.fill(
                            parameters,
                            changed.stream().map(Map.Entry::getValue).toList());
                });
    }

    private <K> void load(
            Lookups lookups,
            String by,
            String type,
            Set<RowKey<K>> keys,
            BiConsumer<Columns, Stream<K>> filling,
            BiConsumer<RowKey<K>, R> found) {
        lookups.add(
                "select r." + community + ", " + columns.of("r") + " from unnest(?::uuid[], ?::" + type
                        + "[]) as n(community_id, " + by + ") cross join lateral (select r.* from " + name
                        + " r where r." + community + " = n.community_id and r." + by + " between n." + by + " and n."
                        + by
                        + " order by r." + by + ") r",
                parameters -> {
                    parameters.uuids(keys.stream().map(RowKey::communityId));
                    filling.accept(parameters, keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        R row = columns.read(rows, 2);
                        @SuppressWarnings("unchecked") // The column that keys of this type are looked up by.
                        K key = (K) columns.value(row, by);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), key), row);
                    }
                });
    }

    /** The rows by their codes. */
    private final class ByCode implements Table<String, R> {
        @Override
        public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, R> found) {
            RowTable.this.load(lookups, code, "text", keys, Columns::texts, found);
        }

        @Override
        public void save(Script script, Collection<Map.Entry<RowKey<String>, R>> changed) {
            // They are saved by their ids.
        }
    }
}
