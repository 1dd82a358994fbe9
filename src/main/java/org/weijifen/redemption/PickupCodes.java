package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;

/**
 * The pickup codes in use. An operation names a few random codes and takes a free one, so a code that is in use does
 * not fail the request. There is a row for each open code.
 */
@Singleton
final class PickupCodes implements DerivedTable<String, Boolean> {
    private static final int CODES = 100_000_000;
    private static final int LENGTH = 8;
    private static final int CANDIDATES = 2;
    private static final RandomGenerator RANDOM = new SecureRandom();

    /**
     * Random codes to choose from. With ten thousand open codes, the chance that all of them are in use is one in a
     * hundred million.
     */
    static List<String> candidates() {
        return Stream.generate(() -> code(RANDOM.nextInt(CODES)))
                .distinct()
                .limit(CANDIDATES)
                .toList();
    }

    /** Looks up each code among all redemptions, and checks their status afterwards. */
    @Override
    public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, Boolean> found) {
        lookups.add(
                """
                select n.community_id, n.code from :rows(code)
                cross join lateral (select r.status from redemption r
                    where r.community_id = n.community_id and r.pickup_code between n.code and n.code
                    order by r.pickup_code) r
                where r.status = 'reserved'
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.texts(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), rows.getString(2)), true);
                    }
                });
    }

    static String code(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(LENGTH - digits.length()) + digits;
    }
}
