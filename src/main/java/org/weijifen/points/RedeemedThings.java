package org.weijifen.points;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.weijifen.platform.id.RedemptionId;

/** Names what was redeemed. */
public interface RedeemedThings {

    /**
     * The rewards of one redemption.
     *
     * @param named the first ones, each with its quantity
     * @param more how many more there are
     */
    record Things(List<String> named, long more) {}

    /** The rewards of the redemptions with these ids. */
    Map<RedemptionId, Things> of(Connection connection, UUID communityId, Collection<RedemptionId> ids)
            throws SQLException;
}
