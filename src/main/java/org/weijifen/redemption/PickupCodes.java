package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Table;

/**
 * The pickup codes in use: an operation names a few at random and takes one that is free, so that a code that is taken
 * never fails a request. There is a row for each code that is open.
 */
@Singleton
final class PickupCodes implements Table<String, Boolean> {
    private static final int CODES = 100_000_000;
    private static final int LENGTH = 8;
    private static final int CANDIDATES = 8;
    private static final RandomGenerator RANDOM = new SecureRandom();

    /** Codes to choose from, at random. With a million of them open, all are taken once in 10^16 times. */
    static List<String> candidates() {
        return Stream.generate(() -> code(RANDOM.nextInt(CODES)))
                .distinct()
                .limit(CANDIDATES)
                .toList();
    }

    /**
     * Looks each code up among all redemptions, and at their status afterwards: {@code offset 0} keeps PostgreSQL from walking
     * another index of the open ones, which look all the same to it while its statistics know of none.
     */
    @Override
    public Map<RowKey<String>, Boolean> load(Connection connection, Set<RowKey<String>> keys) throws SQLException {
        Map<RowKey<String>, Boolean> open = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select n.community_id, n.code from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                cross join lateral (select r.status from redemption r
                    where r.community_id = n.community_id and r.pickup_code = n.code offset 0) r
                where r.status = 'reserved'
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(keys.stream().map(RowKey::communityId));
            columns.texts(keys.stream().map(RowKey::key));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    open.put(new RowKey<>(rows.getObject(1, UUID.class), rows.getString(2)), true);
                }
            }
        }
        return open;
    }

    /** A code is saved with its redemption. */
    @Override
    public void save(Connection connection, Collection<Map.Entry<RowKey<String>, Boolean>> changed) {}

    static String code(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(LENGTH - digits.length()) + digits;
    }
}
