package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.points.RedeemedThings;

/** Names the lines of redemptions by their titles at that time. */
@Singleton
final class RedeemedLines implements RedeemedThings {
    private static final int MAX_LINES = 3;

    private static final String LINES = """
            select l.redemption_id, count(*),
                   array_agg(l.title || ' × ' || l.quantity order by l.position) filter (where l.position < ?)
            from redemption_line l where l.community_id = :community and l.redemption_id = any(?) group by l.redemption_id
            """;

    @Override
    public Map<RedemptionId, Things> of(Connection connection, UUID communityId, Collection<RedemptionId> ids)
            throws SQLException {
        Map<RedemptionId, Things> things = new HashMap<>();
        SqlQuery.of(communityId, LINES, MAX_LINES, connection.createArrayOf("uuid", ids.toArray()))
                .forEach(connection, rows -> {
                    List<String> named = List.of((String[]) rows.getArray(3).getArray());
                    things.put(
                            new RedemptionId(rows.getObject(1, UUID.class)),
                            new Things(named, rows.getLong(2) - named.size()));
                });
        return things;
    }
}
