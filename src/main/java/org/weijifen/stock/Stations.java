package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * The pickup stations of communities, keyed by their ids. The main station has no row: wherever a station is named, null
 * stands for it. Operations name a station by {@link #need} and look at it by {@link #requireActive}; who has no station
 * looks nothing up.
 */
@Singleton
public final class Stations implements Table<UUID, Station> {
    private static final String SELECT =
            "select s.community_id, s.id, s.code, s.title, s.address, s.opening_hours, s.status, s.created_at from station s ";

    private final StationUse use;

    Stations(StationUse use) {
        this.use = use;
    }

    /** The refusal where there is no such station in the community. */
    public static ProblemException notFound(UUID stationId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "station", stationId.toString());
    }

    /** Names a station that an operation will look at; the main one needs nothing. */
    public void need(Needs needs, UUID stationId) {
        if (stationId != null) {
            needs.row(this, stationId);
        }
    }

    /**
     * Refuses unless units can come to a station now, and redemptions be collected there. Notes that it is used, so that
     * an operation behind this one does not retire it.
     *
     * @param stationId as it was named; null for the main station, which always can
     * @throws ProblemException {@code not_found}, or {@code station_retired} for a retired one
     */
    public void requireActive(Books books, UUID stationId) {
        if (stationId == null) {
            return;
        }
        Station station = require(books, stationId);
        if (!station.isActive()) {
            throw ProblemException.of(ErrorCode.STATION_RETIRED, station.code());
        }
        books.put(use, stationId, true);
    }

    /** A station that was named. */
    Station require(Books books, UUID stationId) {
        return books.row(this, stationId).orElseThrow(() -> notFound(stationId));
    }

    /** Adds a station; answers false when its code is taken. */
    boolean insert(Connection connection, UUID communityId, Station station) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into station (community_id, id, code, title, address, opening_hours, status, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint station_code do nothing
                """)) {
            StationDetails details = station.details();
            statement.setObject(1, communityId);
            statement.setObject(2, station.id());
            statement.setString(3, station.code());
            statement.setString(4, details.title());
            statement.setString(5, details.address());
            statement.setString(6, details.openingHours());
            statement.setString(7, details.status().name());
            statement.setObject(8, OffsetDateTime.ofInstant(station.createdAt(), ZoneOffset.UTC));
            return statement.executeUpdate() == 1;
        }
    }

    /** How many stations a community has. */
    int count(Connection connection, UUID communityId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from station s where s.community_id = ?")) {
            statement.setObject(1, communityId);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** One station. */
    Optional<Station> find(Connection connection, UUID communityId, UUID stationId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(SELECT + "where s.community_id = ? and s.id = ?")) {
            statement.setObject(1, communityId);
            statement.setObject(2, stationId);
            return read(statement).stream().findFirst();
        }
    }

    /**
     * Stations in order of their codes.
     *
     * @param status null: of any
     * @param after the code before the first, or null
     */
    List<Station> list(Connection connection, UUID communityId, StationStatus status, String after, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT + """
                where s.community_id = ? and (?::text is null or s.status = ?) and (?::text is null or s.code > ?)
                order by s.code limit ?
                """)) {
            String statusName = status == null ? null : status.name();
            statement.setObject(1, communityId);
            statement.setString(2, statusName);
            statement.setString(3, statusName);
            statement.setString(4, after);
            statement.setString(5, after);
            statement.setInt(6, limit);
            return read(statement);
        }
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, Station> found) {
        lookups.add(
                "select s.* from unnest(?::uuid[], ?::uuid[]) as n(community_id, id) cross join lateral (" + SELECT
                        + """
                where s.community_id = n.community_id and s.id between n.id and n.id order by s.id) s
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        Station station = station(rows);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), station.id()), station);
                    }
                });
    }

    /** Stations are added beside the ledger, and edited by its operations. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<UUID>, Station>> changed) {
        script.add("""
                update station s set title = n.title, address = n.address, opening_hours = n.opening_hours, status = n.status
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                  as n(community_id, id, title, address, opening_hours, status)
                where s.community_id = n.community_id and s.id = n.id
                """, changed.size(), columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(changed.stream().map(entry -> entry.getKey().key()));
            columns.texts(
                    changed.stream().map(entry -> entry.getValue().details().title()));
            columns.texts(
                    changed.stream().map(entry -> entry.getValue().details().address()));
            columns.texts(
                    changed.stream().map(entry -> entry.getValue().details().openingHours()));
            columns.texts(changed.stream()
                    .map(entry -> entry.getValue().details().status().name()));
        });
    }

    private static List<Station> read(PreparedStatement statement) throws SQLException {
        List<Station> stations = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                stations.add(station(rows));
            }
        }
        return stations;
    }

    private static Station station(ResultSet rows) throws SQLException {
        return new Station(
                rows.getObject(2, UUID.class),
                rows.getString(3),
                new StationDetails(
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        StationStatus.valueOf(rows.getString(7))),
                rows.getObject(8, OffsetDateTime.class).toInstant());
    }
}
