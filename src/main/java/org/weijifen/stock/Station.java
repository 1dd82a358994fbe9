package org.weijifen.stock;

import java.time.Instant;
import org.weijifen.platform.id.StationId;

/**
 * A pickup station other than the main station, where units are stored and handed out.
 *
 * @param code unique in the community; never changes
 */
record Station(StationId id, String code, StationDetails details, Instant createdAt) {

    /** The same with other details. */
    Station with(StationDetails edited) {
        return new Station(id, code, edited, createdAt);
    }

    boolean isActive() {
        return details.status() == StationStatus.ACTIVE;
    }
}
