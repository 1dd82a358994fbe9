package org.weijifen.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Moves;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;

/**
 * The sum of the moves between two types of accounts in some days, by one kind of transaction.
 *
 * @param owner the reward or merchant; null for points, which are added up over all members
 */
record Flow(TransactionKind kind, AccountType from, AccountType to, Id owner, long amount) {
    /**
     * Reads all moves of some effective days. Days are found by their index and all other rows by their keys, day by
     * day. So the cost depends on these days, and not on the length of the books: see {@link
     * org.weijifen.ledger.TransactionRows}.
     */
    static List<Flow> between(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        if (last.isBefore(first)) {
            return List.of();
        }
        return SqlQuery.of(
                        communityId,
                        """
                select t.kind, m.from_type, m.to_type, case when m.from_type = any(?) then null else m.owner end as owner,
                       sum(m.amount)::bigint
                from (select t.sequence, t.kind from ledger_transaction t
                    where t.community_id = :community and t.effective_on between ? and ? offset 0) t
                join %s m on m.sequence = t.sequence
                group by 1, 2, 3, 4
                """.formatted(Moves.OF_COMMUNITY),
                        connection.createArrayOf("text", Sides.pointTypes()),
                        first,
                        last)
                .list(connection, rows -> {
                    AccountType from = AccountType.ofCode(rows.getString(2));
                    return new Flow(
                            TransactionKind.ofCode(rows.getString(1)).orElseThrow(),
                            from,
                            AccountType.ofCode(rows.getString(3)),
                            from.owner(rows.getObject(4, UUID.class)),
                            rows.getLong(5));
                });
    }
}
