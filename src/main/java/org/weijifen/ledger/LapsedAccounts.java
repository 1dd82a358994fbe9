package org.weijifen.ledger;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/**
 * Marks accounts that are empty and will stay empty, because the last day of their points has passed. Expired points
 * leave such an account for each member and day, so most accounts of old books are of this kind. Queries that add up
 * balances skip marked accounts. An account that moves again, such as when a redemption is returned years later, loses
 * its mark.
 */
@Singleton
public final class LapsedAccounts {
    private static final int PAGE = 5_000;

    /**
     * Marks one page while it holds the lock of the books. A batch updates accounts at the place where it found them,
     * so no other transaction may move these rows meanwhile.
     */
    private static final String MARK = """
            update account a set lapsed = true
            from (select l.number
                  from (select community_id from book where community_id = :community for update) b
                  cross join account l
                  where l.community_id = :community and not l.lapsed and l.expires_on < ? and l.balance = 0
                  limit ? for update of l skip locked) l
            where a.community_id = :community and a.number = l.number
            """;

    private final Writes writes;

    LapsedAccounts(Writes writes) {
        this.writes = writes;
    }

    /** Marks the empty accounts of points whose last day was before {@code today}, a page at a time. */
    public void mark(UUID communityId, LocalDate today) {
        SqlQuery page = SqlQuery.of(communityId, MARK, today, PAGE);
        int marked = PAGE;
        while (marked == PAGE) {
            marked = writes.write(page::update);
        }
    }
}
