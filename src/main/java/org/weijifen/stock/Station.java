package org.weijifen.stock;

import java.time.Instant;
import java.util.UUID;

/**
 * A place beside the main station where units lie and are handed out.
 *
 * @param code unique in the community; stands for ever
 */
record Station(UUID id, String code, StationDetails details, Instant createdAt) {

    /** The same with other details. */
    Station with(StationDetails edited) {
        return new Station(id, code, edited, createdAt);
    }

    boolean isActive() {
        return details.status() == StationStatus.ACTIVE;
    }
}
