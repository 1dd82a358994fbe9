package org.weijifen.ledger;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.Id;

/**
 * A table whose rows people edit, such as members. Operations edit these rows in the order of the community's books,
 * and name who did it. So after the answer that a member is frozen, no later redemption of that member is possible.
 *
 * <p>A row also has a code that never changes. Operations that read lists from outside find rows by it.
 */
public abstract class RowTable<K, R extends Record> extends RecordTable<K, R> {
    private final String code;
    private final ErrorCode taken;
    private final ByCode byCode;

    /**
     * Rows of a table that has a column {@code community_id}.
     *
     * @param code name of the column with the code
     * @param taken the refusal of a code that another row has
     */
    protected RowTable(Class<R> type, String name, String code, ErrorCode taken) {
        super(type, name);
        this.code = code;
        this.taken = taken;
        this.byCode = new ByCode();
    }

    /** The same for the table of communities. */
    protected RowTable(Class<R> type, String name, String code) {
        super(type, name, ID);
        this.code = code;
        this.taken = ErrorCode.SLUG_TAKEN;
        this.byCode = new ByCode();
    }

    /** The refusal when the community has no such row. */
    protected abstract ProblemException absent(K id);

    /** A row that an operation has named by its id. */
    public final R require(Books books, K id) {
        return books.row(this, id).orElseThrow(() -> absent(id));
    }

    /** The same rows by their codes, for reading only. Changes go through {@link #put}. */
    public final Table<String, R> byCode() {
        return byCode;
    }

    /**
     * Adds a row.
     *
     * @param made makes the row, or refuses
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
     * Edits the row with this id. An edit without changes is not saved.
     *
     * @param edit makes the row after it from the row before, or refuses
     */
    public final Decision<R> editing(K id, BiFunction<Books, R, R> edit, Call call) {
        return new Decision<>(needs -> needs.row(this, id), books -> {
            R before = require(books, id);
            R after = edit.apply(books, before);
            return after.equals(before) ? before : put(books, before, after, call);
        });
    }

    /**
     * Saves a new or changed row in the transaction of the books, and returns it.
     *
     * @param before null for a new one
     */
    public final R put(Books books, R before, R after, Call call) {
        @SuppressWarnings("unchecked") // The column of the ids.
        K id = (K) value(after, ID);
        books.put(this, id, after);
        books.put(byCode, (String) value(after, code), after);
        books.edited(name(), Id.plain(id), before, after, call);
        return after;
    }

    /** The rows by their codes. */
    private final class ByCode implements Table<String, R> {
        private final String sql = lookUpBy(code);

        @Override
        public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, R> found) {
            RowTable.this.load(lookups, sql, code, keys, Columns::texts, found);
        }

        @Override
        public void save(Script script, Collection<Map.Entry<RowKey<String>, R>> changed) {
            // The table by ids saves them.
        }
    }
}
