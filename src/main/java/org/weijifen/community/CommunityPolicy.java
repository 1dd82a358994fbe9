package org.weijifen.community;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

/**
 * The policies of a community that other features use.
 *
 * @param slug its name in paths
 * @param zone the time zone of its days
 * @param expiry how long points are valid
 * @param pickupDays how many days after its reservation a redemption can be collected, 0 to 365
 */
public record CommunityPolicy(UUID id, String slug, ZoneId zone, ExpiryPolicy expiry, int pickupDays) {

    /** The current day in the community. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }
}
