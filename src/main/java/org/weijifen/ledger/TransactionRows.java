package org.weijifen.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.StationId;

/**
 * Reads some transactions with their postings from the database, for operations and pages. (Whole books are read in two
 * streams, which costs less for each transaction.) The query is {@link #SELECT}, more conditions on {@code t}, and {@link
 * #ORDER}.
 *
 * <p>The query looks up each transaction by its key, in the order of the index of that key: see {@link
 * org.weijifen.platform.TransactionSettings}.
 */
public final class TransactionRows {
    private static final String COLUMNS = "select " + TransactionRow.COLUMNS.of("t") + """
            , r.sequence as reversed_by, p.amount, p.from_balance, p.to_balance,
            f.number as from_number, f.type as from_type, f.owner as from_owner, f.expires_on as from_expires_on,
            f.station as from_station,
            g.number as to_number, g.type as to_type, g.owner as to_owner, g.expires_on as to_expires_on,
            g.station as to_station
            """;

    private static final String PARTS = """
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = :community and r.reverses between t.sequence and t.sequence
                order by r.reverses) r on true
            left join lateral (select p.* from posting p
                where p.community_id = :community and p.sequence = t.sequence order by p.position) p on true
            left join lateral (select f.* from account f
                where f.community_id = :community and f.number between p.from_account and p.from_account
                order by f.number) f on true
            left join lateral (select g.* from account g
                where g.community_id = :community and g.number between p.to_account and p.to_account
                order by g.number) g on true
            """;

    /** The transactions of the community of an {@link org.weijifen.platform.SqlQuery}. */
    public static final String SELECT =
            COLUMNS + " from ledger_transaction t " + PARTS + "where t.community_id = :community ";

    /** The transactions of two arrays, of communities and of sequence numbers, each looked up on its own. */
    static final String LOOK_UP = COLUMNS + """
            from :rows(sequence)
            cross join lateral (select t.* from ledger_transaction t
                where t.community_id = n.community_id and t.sequence between n.sequence and n.sequence
                order by t.sequence) t
            """ + PARTS.replace(":community", "n.community_id");

    /** Transactions in order, each with its postings in order. */
    public static final String ORDER = " order by t.community_id, t.sequence, p.position";

    /** As {@link #ORDER}, the newest transaction first. */
    public static final String NEWEST_FIRST = " order by t.community_id, t.sequence desc, p.position";

    /** A row that is not a valid transaction. Only a change made outside of this service can cause it. */
    public static final class DamagedException extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final ResultSet rows;
    private boolean onRow;
    private long sequence;
    private StoredTransaction current;
    private DamagedException damage;

    public TransactionRows(ResultSet rows) throws SQLException {
        this.rows = rows;
        this.onRow = rows.next();
    }

    /** Goes to the next transaction. Returns whether there is one. */
    public boolean next() throws SQLException {
        if (!onRow) {
            return false;
        }
        TransactionRow row = TransactionRow.COLUMNS.read(rows, 1);
        Long reversedBy = rows.getObject("reversed_by", Long.class);
        sequence = row.sequence();
        current = null;
        damage = null;
        List<Posting> postings = new ArrayList<>();
        do {
            addPosting(postings);
            onRow = rows.next();
        } while (onRow
                && rows.getLong("sequence") == sequence
                && rows.getObject("community_id", UUID.class).equals(row.communityId()));
        try {
            current = new StoredTransaction(row.with(postings), row.hash(), reversedBy);
        } catch (RuntimeException e) {
            damage = new DamagedException("transaction " + sequence + " is not readable", e);
        }
        return true;
    }

    /** The sequence number of the current transaction, damaged or not. */
    public long sequence() {
        return sequence;
    }

    /** The current transaction. */
    public StoredTransaction current() throws DamagedException {
        if (damage != null) {
            throw damage;
        }
        return current;
    }

    private void addPosting(List<Posting> postings) throws SQLException {
        long amount = rows.getLong("amount");
        if (rows.wasNull()) {
            return; // The transaction has lost its postings.
        }
        try {
            postings.add(new Posting(
                    amount,
                    account("from"),
                    rows.getLong("from_number"),
                    rows.getLong("from_balance"),
                    account("to"),
                    rows.getLong("to_number"),
                    rows.getLong("to_balance")));
        } catch (RuntimeException e) {
            damage = new DamagedException("a posting of transaction " + sequence + " is not readable", e);
        }
    }

    private AccountKey account(String side) throws SQLException {
        AccountType type = AccountType.ofCode(rows.getString(side + "_type"));
        return new AccountKey(
                type,
                type.owner(rows.getObject(side + "_owner", UUID.class)),
                rows.getObject(side + "_expires_on", LocalDate.class),
                Id.of(StationId::new, rows.getObject(side + "_station", UUID.class)));
    }
}
