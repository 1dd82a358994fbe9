package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Table;

/**
 * The pickup codes in use, by blocks of a thousand: an operation names a block at random and takes a free code out of it
 * at random, so that a code that is taken never fails a request. A row holds the codes of one block that are open.
 */
@Singleton
final class PickupCodes implements Table<Integer, Set<String>> {
    static final int BLOCK = 1000;
    private static final int BLOCKS = 100_000;
    private static final int LENGTH = 8;
    private static final RandomGenerator RANDOM = new SecureRandom();

    /** A block at random. */
    static int anyBlock() {
        return RANDOM.nextInt(BLOCKS);
    }

    /** The block a code lies in. */
    static int block(String code) {
        return Integer.parseInt(code) / BLOCK;
    }

    /** A code of a block: the first that is not taken from a place at random on, round and round; empty when all are. */
    static Optional<String> free(int block, Set<String> taken) {
        int start = RANDOM.nextInt(BLOCK);
        return IntStream.range(0, BLOCK)
                .mapToObj(step -> code(block, (start + step) % BLOCK))
                .filter(code -> !taken.contains(code))
                .findFirst();
    }

    @Override
    public Map<RowKey<Integer>, Set<String>> load(Connection connection, Set<RowKey<Integer>> keys)
            throws SQLException {
        Map<RowKey<Integer>, Set<String>> taken = new HashMap<>();
        keys.forEach(key -> taken.put(key, new HashSet<>()));
        try (PreparedStatement statement = connection.prepareStatement("""
                select r.community_id, r.pickup_code from unnest(?::uuid[], ?::text[], ?::text[]) as n(community_id, first, last)
                join redemption r on r.community_id = n.community_id and r.pickup_code between n.first and n.last
                 and r.status = 'reserved'
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(keys.stream().map(RowKey::communityId));
            columns.texts(keys.stream().map(key -> code(key.key(), 0)));
            columns.texts(keys.stream().map(key -> code(key.key(), BLOCK - 1)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String code = rows.getString(2);
                    taken.get(new RowKey<>(rows.getObject(1, UUID.class), block(code)))
                            .add(code);
                }
            }
        }
        return taken;
    }

    /** A code is saved with its redemption. */
    @Override
    public void save(Connection connection, Collection<Map.Entry<RowKey<Integer>, Set<String>>> changed) {}

    private static String code(int block, int offset) {
        String digits = Integer.toString(block * BLOCK + offset);
        return "0".repeat(LENGTH - digits.length()) + digits;
    }
}
