package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.StationId;

/**
 * The pickup stations of communities, keyed by their ids. The main station has no row, and null stands for it
 * everywhere. Operations name a station by {@link #need} and check it by {@link #requireActive}.
 */
@Singleton
public final class Stations extends RowTable<StationId, Station> {
    private final StationUse use;

    Stations(StationUse use) {
        super(Station.class, "station", "code", ErrorCode.CODE_TAKEN);
        this.use = use;
    }

    /** The refusal when the community has no such station. */
    public static ProblemException notFound(StationId stationId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "station", stationId.toString());
    }

    @Override
    protected ProblemException absent(StationId stationId) {
        return notFound(stationId);
    }

    /** Names a station that an operation will check. The main station needs nothing. */
    public void need(Needs needs, StationId stationId) {
        if (stationId != null) {
            needs.row(this, stationId);
        }
    }

    /**
     * Refuses unless the station is active: it can receive units, and redemptions can be collected there. Notes that
     * the station is used, so that no later operation of this batch retires it.
     *
     * @param stationId as it was named; null for the main station, which is always active
     * @throws ProblemException {@code not_found}, or {@code station_retired} for a retired one
     */
    public void requireActive(Books books, StationId stationId) {
        if (stationId == null) {
            return;
        }
        Station station = require(books, stationId);
        if (!station.isActive()) {
            throw ProblemException.of(ErrorCode.STATION_RETIRED, station.code());
        }
        books.put(use, stationId, true);
    }

    /** One station. */
    Optional<Station> find(Connection connection, UUID communityId, StationId stationId) throws SQLException {
        return read(connection, SqlQuery.of(communityId, "r.community_id = :community and r.id = ?", stationId))
                .stream()
                .findFirst();
    }

    /**
     * Stations in order of their codes.
     *
     * @param status null for any status
     * @param after the code before the first station, or null
     */
    List<Station> list(Connection connection, UUID communityId, StationStatus status, String after, int limit)
            throws SQLException {
        SqlQuery which = SqlQuery.of(communityId, "r.community_id = :community")
                .and("r.status = ?", status == null ? null : status.code())
                .and("r.code > ?", after)
                .append(" order by r.code limit ?", limit);
        return read(connection, which);
    }
}
