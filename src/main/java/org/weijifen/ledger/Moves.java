package org.weijifen.ledger;

/** The moves of the books: each posting with its accounts and its transaction. */
public final class Moves {

    /**
     * The moves of the community of an {@link org.weijifen.platform.SqlQuery}, for a FROM clause, with an alias behind it. A
     * view would not do: a distributed database has to see the community at each table.
     *
     * <p>From a posting the accounts are looked up by their keys ({@code offset 0} leaves PostgreSQL no choice), so that a
     * reading costs what the postings are that it asks for, and not what the books are. That the numbers come out of a row
     * of their own hides how many accounts there are: most postings are of a few, so it pays to keep what was looked up
     * (Memoize), which PostgreSQL would not expect. The transaction is joined only where something of it is asked for.
     */
    public static final String OF_COMMUNITY = """
            (select p.community_id, p.sequence, p.position, p.owner, p.amount,
                    p.from_account, f.type as from_type, f.station as from_station, p.from_balance,
                    p.to_account, g.type as to_type, g.station as to_station, p.to_balance,
                    t.kind, t.effective_on, t.occurred_on, t.recorded_at, t.cause_kind, t.cause_id, t.task_id, t.quantity,
                    t.unit_cost_fen, t.reason, t.reference
             from posting p
             cross join lateral (select p.sequence, p.from_account, p.to_account offset 0) n
             cross join lateral (select f.type, f.station from account f
                 where f.community_id = :community and f.number = n.from_account offset 0) f
             cross join lateral (select g.type, g.station from account g
                 where g.community_id = :community and g.number = n.to_account offset 0) g
             left join ledger_transaction t on t.community_id = :community and t.sequence = n.sequence
             where p.community_id = :community)\s""";

    private Moves() {}
}
