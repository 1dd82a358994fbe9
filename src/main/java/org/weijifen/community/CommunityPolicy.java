package org.weijifen.community;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

/**
 * What the other features go by in a community.
 *
 * @param slug its name in paths
 * @param zone where its days begin and end
 * @param expiry how long points are valid
 * @param pickupDays how many days after its reservation a redemption can be collected, 0 to 365
 */
public record CommunityPolicy(UUID id, String slug, ZoneId zone, ExpiryPolicy expiry, int pickupDays) {

    /** The day it is in the community. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }
}
