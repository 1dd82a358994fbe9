package org.weijifen.ledger;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Accounts that are empty and, since the last day of their points has passed, stay so. Points that expire leave one for each
 * member and day, so that in old books most accounts are of this kind. Marked, they are passed over by whoever adds
 * balances up. An account that moves again after all, as when a redemption is returned years later, loses its mark with that.
 */
@Singleton
public final class LapsedAccounts {
    private static final int PAGE = 5_000;

    /** Passes over accounts that somebody is changing: it waits for no writer, and a writer for one page of it at most. */
    private static final String MARK = """
            update account a set lapsed = true
            from (select l.community_id, l.number from account l
                  where l.community_id = ? and not l.lapsed and l.expires_on < ? and l.balance = 0
                  limit ? for update skip locked) l
            where a.community_id = l.community_id and a.number = l.number
            """;

    private final DataSource dataSource;

    LapsedAccounts(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Marks the empty accounts of points whose last day was before {@code today}, a page at a time. */
    public void mark(UUID communityId, LocalDate today) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(MARK)) {
            statement.setObject(1, communityId);
            statement.setObject(2, today);
            statement.setInt(3, PAGE);
            int marked = PAGE;
            while (marked == PAGE) {
                marked = statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not mark accounts that have lapsed", e);
        }
    }
}
