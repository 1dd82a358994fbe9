package org.weijifen.stock;

import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.StationId;

/**
 * A filter of a list by one station.
 *
 * @param id null for the main station
 */
public record StationFilter(StationId id) {
    /** The name of the main station in a query, because it has no id. */
    public static final String MAIN = "main";

    /**
     * Reads the query parameter {@code stationId}.
     *
     * @param given an id or {@code main}; null for no filter
     * @return null for no filter
     * @throws ProblemException {@code validation_failed}
     */
    public static StationFilter read(String given) {
        if (given == null) {
            return null;
        }
        if (given.equals(MAIN)) {
            return new StationFilter(null);
        }
        try {
            return new StationFilter(new StationId(Formats.uuid(given)));
        } catch (IllegalArgumentException e) {
            throw ProblemException.field("stationId", "invalid_value");
        }
    }

    public boolean isMain() {
        return id == null;
    }
}
