package org.weijifen.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.weijifen.ledger.Moves;
import org.weijifen.platform.SqlQuery;

/** Compares the entries of merchants' dues with the postings and balances. */
final class DuesAudit {
    private static final String MISMATCHED = """
            select coalesce(d.sequence, p.sequence)
            from (select * from merchant_due m where m.community_id = :community) d
            full join (
                select m.sequence, m.position, m.owner,
                       case when m.to_type = 'merchant' then m.amount else -m.amount end as amount
                from account a
                join %s m on m.owner = a.owner
                where a.community_id = :community and a.type = 'payable' and 'payable' in (m.from_type, m.to_type)) p
              on p.sequence = d.sequence and p.position = d.position and p.owner = d.merchant_id and p.amount = d.amount_fen
            where d.sequence is null or p.sequence is null
            order by 1
            """.formatted(Moves.OF_COMMUNITY);

    private static final String UNBALANCED = """
            select a.number, a.balance, coalesce(d.sum, 0)::bigint
            from account a
            left join (
                select m.merchant_id, sum(m.amount_fen) as sum
                from merchant_due m
                left join settlement s on s.community_id = :community and s.id = m.settlement_id
                where m.community_id = :community and (s.status is null or s.status <> 'settled')
                group by m.merchant_id) d on d.merchant_id = a.owner
            where a.community_id = :community and a.type = 'merchant' and a.balance <> coalesce(d.sum, 0)
            order by 1
            """;

    private final Connection connection;
    private final UUID communityId;
    private final Findings findings;

    DuesAudit(Connection connection, UUID communityId, Findings findings) {
        this.connection = connection;
        this.communityId = communityId;
        this.findings = findings;
    }

    void run() throws SQLException {
        forEach(MISMATCHED, row -> findings.atTransaction(FindingCode.DUE_MISMATCH, row.getLong(1)));
        forEach(
                UNBALANCED,
                row -> findings.onAccount(FindingCode.DUES_UNBALANCED, row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    private void forEach(String sql, SqlQuery.RowWork<RuntimeException> work) throws SQLException {
        SqlQuery.of(communityId, sql).stream(connection, work);
    }
}
