package org.weijifen.stock;

import java.util.UUID;
import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;

/**
 * The one station that a list is narrowed to.
 *
 * @param id null for the main station
 */
public record StationFilter(UUID id) {
    /** How the main station, which has no id, is written in a query. */
    public static final String MAIN = "main";

    /**
     * Reads the query parameter {@code stationId}.
     *
     * @param given an id or {@code main}; null narrows nothing
     * @return null when nothing is narrowed
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
            return new StationFilter(Formats.uuid(given));
        } catch (IllegalArgumentException e) {
            throw ProblemException.field("stationId", "invalid_value");
        }
    }

    public boolean isMain() {
        return id == null;
    }
}
