package org.weijifen.points;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says what redemptions were for. */
public interface RedeemedThings {

    /**
     * Things of one redemption.
     *
     * @param named the first ones, each with its quantity
     * @param more how many more there are
     */
    record Things(List<String> named, long more) {}

    /** The things of the redemptions there are among {@code ids}. */
    Map<UUID, Things> of(Connection connection, UUID communityId, Collection<UUID> ids) throws SQLException;
}
