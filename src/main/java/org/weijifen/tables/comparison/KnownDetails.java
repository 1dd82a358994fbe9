package org.weijifen.tables.comparison;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.vocabulary.ColumnVocabulary.Unit;

/** What else is known of members and tasks. It is read for tables that say it, too. */
final class KnownDetails {
    /** How a member is reached; either may be null. */
    record Contact(String phone, String household) {
        static final Contact NONE = new Contact(null, null);
    }

    private final Connection connection;
    private final UUID communityId;

    KnownDetails(Connection connection, UUID communityId) {
        this.connection = connection;
        this.communityId = communityId;
    }

    Map<MemberId, Contact> contacts() throws SQLException {
        return read("""
                select m.id, m.phone, m.household from member m
                where m.community_id = :community and (m.phone is not null or m.household is not null)
                """, MemberId::new, row -> new Contact(row.getString(2), row.getString(3)));
    }

    /** What tasks are counted by, as {@link Items}. */
    Map<String, Unit> units() throws SQLException {
        Map<String, Unit> units = new HashMap<>();
        read(
                        "select k.id, k.per from task k where k.community_id = :community",
                        Function.identity(),
                        row -> row.getString(2).equals("hour") ? Unit.HOURS : Unit.TIMES)
                .forEach((id, unit) -> units.put(Items.of(id), unit));
        return units;
    }

    private <K, T> Map<K, T> read(String sql, Function<UUID, K> kind, SqlQuery.Row<T> making) throws SQLException {
        Map<K, T> known = new HashMap<>();
        SqlQuery.of(communityId, sql).stream(
                connection, row -> known.put(kind.apply(row.getObject(1, UUID.class)), making.read(row)));
        return known;
    }
}
