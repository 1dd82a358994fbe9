package org.weijifen.stock;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.Writes;

/**
 * Keeps the stations of communities. They are edited through the ledger: whether one can be retired depends on what lies
 * there, so it is decided in the order of the books.
 */
@Singleton
class StationService {
    /** Most stations of a community, retired ones included. */
    private static final int MAX_STATIONS = 200;

    private final Communities communities;
    private final Stations stations;
    private final StationUse use;
    private final Instance<WaitingStations> waiting;
    private final Ledger ledger;
    private final MergePatch mergePatch;
    private final Snapshots snapshots;
    private final Writes writes;
    private final Clock clock;

    StationService(
            Communities communities,
            Stations stations,
            StationUse use,
            Instance<WaitingStations> waiting,
            Ledger ledger,
            MergePatch mergePatch,
            Snapshots snapshots,
            Writes writes,
            Clock clock) {
        this.communities = communities;
        this.stations = stations;
        this.use = use;
        this.waiting = waiting;
        this.ledger = ledger;
        this.mergePatch = mergePatch;
        this.snapshots = snapshots;
        this.writes = writes;
        this.clock = clock;
    }

    /**
     * Adds a station.
     *
     * @throws ProblemException {@code code_taken} when its code is taken, {@code limit_exceeded} beyond 200 stations
     */
    Station add(String community, String code, StationDetails details) {
        UUID communityId = communities.idOf(community);
        Station station = new Station(Ids.next(), code, details, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return writes.write(connection -> {
            if (stations.count(connection, communityId) >= MAX_STATIONS) {
                throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "stations", MAX_STATIONS);
            }
            if (!stations.insert(connection, communityId, station)) {
                throw ProblemException.of(ErrorCode.CODE_TAKEN, code);
            }
            return station;
        });
    }

    /** One station. */
    Station find(String community, UUID stationId) {
        UUID communityId = communities.idOf(community);
        return snapshots
                .read(connection -> stations.find(connection, communityId, stationId))
                .orElseThrow(() -> Stations.notFound(stationId));
    }

    /** A page of stations in order of their codes. */
    Page<Station> list(String community, StationStatus status, String after, int limit) {
        UUID communityId = communities.idOf(community);
        return Page.of(
                snapshots.read(connection -> stations.list(connection, communityId, status, after, limit + 1)),
                limit,
                station -> Cursor.after(station.code()));
    }

    /** Edits a station by a merge patch of its details. It moves nothing, so it has no key. */
    Station change(String community, UUID stationId, JsonNode patch, IfMatch ifMatch, Call call) {
        Decision<Station> edit = new Decision<>(
                needs -> {
                    stations.need(needs, stationId);
                    needs.row(use, stationId);
                    waiting.forEach(stations -> needs.row(stations, stationId));
                },
                books -> change(books, stationId, patch, ifMatch));
        return ledger.execute(new Operation<>(communities.idOf(community), call, edit))
                .result()
                .orElseThrow();
    }

    private Station change(Books books, UUID stationId, JsonNode patch, IfMatch ifMatch) {
        Station before = stations.require(books, stationId);
        Station after = before.with(mergePatch.apply(before.details(), patch, ifMatch));
        if (before.isActive() && !after.isActive() && isUsed(books, stationId)) {
            throw ProblemException.of(ErrorCode.STATION_IN_USE, before.code());
        }
        books.put(stations, stationId, after);
        return after;
    }

    private boolean isUsed(Books books, UUID stationId) {
        return books.row(use, stationId).isPresent()
                || waiting.stream()
                        .anyMatch(stations -> books.row(stations, stationId).isPresent());
    }
}
