package org.weijifen.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.AccountType;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.StationId;

/**
 * The row of an account.
 *
 * @param key null when the row is invalid, so that this service cannot have written it
 */
record AccountRow(long number, AccountKey key, long balance) {

    /** Reads the accounts of a community in the order of their numbers. */
    static void forEach(Connection connection, UUID communityId, Consumer<AccountRow> consumer) throws SQLException {
        new SqlQuery("""
                select a.number, a.type, a.owner, a.expires_on, a.balance, a.station from account a
                where a.community_id = ? order by a.number
                """, communityId)
                .stream(connection, row -> consumer.accept(new AccountRow(row.getLong(1), key(row), row.getLong(5))));
    }

    private static AccountKey key(ResultSet row) throws SQLException {
        try {
            AccountType type = AccountType.ofCode(row.getString(2));
            return new AccountKey(
                    type,
                    type.owner(row.getObject(3, UUID.class)),
                    row.getObject(4, LocalDate.class),
                    Id.of(StationId::new, row.getObject(6, UUID.class)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
