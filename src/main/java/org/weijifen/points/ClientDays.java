package org.weijifen.points;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.access.CreditLimits;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;

/** What clients have credited on a day, counted for those that have a limit. Others have no rows and cost nothing. */
@Singleton
final class ClientDays implements Table<ClientDays.Key, ClientDays.ClientDay> {
    private static final RecordColumns<ClientDay> COLUMNS = new RecordColumns<>(ClientDay.class);
    private static final String COMMUNITY = "community_id";
    private static final String SAVE =
            COLUMNS.insert("client_day", COMMUNITY) + COLUMNS.orUpdate(COMMUNITY, "client_id", "day");
    private static final Duration ONE_DAY = Duration.ofDays(1);

    record Key(UUID clientId, LocalDate day) {}

    /** The points of a day. */
    record ClientDay(UUID clientId, LocalDate day, long points) {}

    private final Clock clock;

    ClientDays(Clock clock) {
        this.clock = clock;
    }

    /** Names the days that a credit may be counted on. The clock may be behind the books. */
    void needs(Needs needs, CreditLimits limits, Call call) {
        if (limits.pointsPerDay() != null) {
            needs.row(
                    this,
                    new Key(
                            UUID.fromString(call.caller()),
                            LocalDate.ofInstant(clock.instant().minus(ONE_DAY), ZoneOffset.UTC)));
        }
    }

    /**
     * Counts the points of a credit. A reversal does not give them back.
     *
     * @param today the community's day
     * @throws ProblemException {@code forbidden} for a task that is not the client's; {@code limit_exceeded} when too few
     *     points are left today
     */
    void count(Books books, CreditLimits limits, TaskId taskId, long points, LocalDate today, Call call) {
        if (!limits.taskIds().isEmpty() && (taskId == null || !limits.taskIds().contains(taskId))) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "task");
        }
        if (limits.pointsPerDay() == null) {
            return;
        }
        Key key = new Key(UUID.fromString(call.caller()), today);
        long before = books.covered(this, key).map(ClientDay::points).orElse(0L);
        if (points > limits.pointsPerDay() - before) {
            throw ProblemException.variant(
                    ErrorCode.LIMIT_EXCEEDED, "client-day", limits.pointsPerDay(), before, points);
        }
        books.put(this, key, new ClientDay(key.clientId(), today, before + points));
    }

    /** Loads the named days and the later ones of the same clients. */
    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, ClientDay> found) {
        lookups.add(
                "select d.community_id, " + COLUMNS.of("d") + """
                 from :rows(client_id, day)
                join client_day d on d.community_id = n.community_id and d.client_id = n.client_id and d.day >= n.day
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(key -> key.key().clientId()));
                    columns.days(keys.stream().map(key -> key.key().day()));
                },
                rows -> {
                    while (rows.next()) {
                        ClientDay row = COLUMNS.read(rows, 2);
                        found.accept(
                                new RowKey<>(rows.getObject(1, UUID.class), new Key(row.clientId(), row.day())), row);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<Key>, ClientDay>> changed) {
        script.add(SAVE, columns -> {
            columns.communities(changed.stream().map(entry -> entry.getKey().communityId()));
            COLUMNS.fill(columns, changed.stream().map(Map.Entry::getValue).toList());
        });
    }
}
