package org.weijifen.stock;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.StationId;

/**
 * Adds, lists and edits stations. They are edited through the ledger. Whether a station can be retired depends on its
 * units, so this is decided in the order of the books.
 */
@Singleton
class StationService {
    /** The largest number of stations of a community, including retired ones. */
    private static final int MAX_STATIONS = 200;

    private final Communities communities;
    private final Stations stations;
    private final StationUse use;
    private final StationCount count;
    private final Instance<WaitingStations> waiting;
    private final Ledger ledger;
    private final MergePatch mergePatch;
    private final Snapshots snapshots;
    private final Answers answers;

    StationService(
            Communities communities,
            Stations stations,
            StationUse use,
            StationCount count,
            Instance<WaitingStations> waiting,
            Ledger ledger,
            MergePatch mergePatch,
            Snapshots snapshots,
            Answers answers) {
        this.communities = communities;
        this.stations = stations;
        this.use = use;
        this.count = count;
        this.waiting = waiting;
        this.ledger = ledger;
        this.mergePatch = mergePatch;
        this.snapshots = snapshots;
        this.answers = answers;
    }

    /**
     * Adds a station.
     *
     * @throws ProblemException {@code code_taken} when its code is taken, {@code limit_exceeded} beyond 200 stations
     */
    Outcome<Station> add(String community, String code, StationDetails details, Call call) {
        UUID communityId = communities.idOf(community);
        StationId id = StationId.next();
        Decision<Station> adding = stations.adding(code, books -> new Station(id, code, details, books.now()), call);
        return ledger.execute(new Operation<>(
                communityId,
                call,
                RequestHash.of("add-station", "code", code, "details", details),
                new Decision<>(
                        needs -> {
                            adding.needs(needs);
                            needs.row(count, communityId);
                        },
                        books -> {
                            long there = books.row(count, communityId).orElseThrow();
                            if (there >= MAX_STATIONS) {
                                throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "stations", MAX_STATIONS);
                            }
                            books.put(count, communityId, there + 1);
                            return adding.decide(books);
                        }),
                station -> answers.added(Paths.of(community, "stations", id))));
    }

    /** One station. */
    Station find(String community, StationId stationId) {
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

    /** Edits a station by a merge patch of its details. It posts nothing, so it has no key. */
    Station change(String community, StationId stationId, JsonNode patch, IfMatch ifMatch, Call call) {
        Decision<Station> edit =
                stations.editing(stationId, (books, before) -> changed(books, before, patch, ifMatch), call);
        Decision<Station> withUse = new Decision<>(
                needs -> {
                    edit.needs(needs);
                    needs.row(use, stationId);
                    waiting.forEach(stations -> needs.row(stations, stationId));
                },
                edit::decide);
        return ledger.execute(new Operation<>(communities.idOf(community), call, withUse))
                .result()
                .orElseThrow();
    }

    private Station changed(Books books, Station before, JsonNode patch, IfMatch ifMatch) {
        Station after = before.with(mergePatch.apply(before.details(), patch, ifMatch));
        if (before.isActive() && !after.isActive() && isUsed(books, before.id())) {
            throw ProblemException.of(ErrorCode.STATION_IN_USE, before.code());
        }
        return after;
    }

    private boolean isUsed(Books books, StationId stationId) {
        return books.row(use, stationId).isPresent()
                || waiting.stream()
                        .anyMatch(stations -> books.row(stations, stationId).isPresent());
    }
}
