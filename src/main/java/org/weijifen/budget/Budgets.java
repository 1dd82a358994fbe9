package org.weijifen.budget;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
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
import org.weijifen.ledger.Posting;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.TaskId;
import org.weijifen.task.Task;
import org.weijifen.task.Tasks;

/**
 * The budgets, which operations read and count. There is a row only for a budget that was set. Credits of other months
 * and tasks cost only the look-up.
 */
@Singleton
public final class Budgets implements Table<Budgets.Key, Budget> {
    private static final RecordColumns<Budget> COLUMNS = new RecordColumns<>(Budget.class);
    private static final String INSERT = COLUMNS.insert("budget", "community_id", "scope") + """
             on conflict (community_id, scope, month) do update set points = excluded.points,
                warn_at_percent = excluded.warn_at_percent, beyond = excluded.beyond, issued = excluded.issued,
                set_by = excluded.set_by, set_at = excluded.set_at
            """;
    private static final Duration ONE_DAY = Duration.ofDays(1);

    /**
     * The key of a budget.
     *
     * @param taskId null for the whole community
     */
    record Key(YearMonth month, TaskId taskId) {

        /** The column for the task in the key, because a key has no nulls. */
        static UUID scope(UUID communityId, TaskId taskId) {
            return taskId == null ? communityId : taskId.value();
        }
    }

    private final Tasks tasks;
    private final Clock clock;

    Budgets(Tasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * Names the budgets that may count a credit or its reversal.
     *
     * @param effectiveOn the day of the credit; null for today, which may change before the operation is decided
     * @param taskId the task of the credit, or null
     */
    public void needs(Needs needs, LocalDate effectiveOn, TaskId taskId) {
        // Later months are loaded too, because a new month may begin meanwhile, and the clock may be behind the books.
        LocalDate earliest =
                effectiveOn == null ? LocalDate.ofInstant(clock.instant().minus(ONE_DAY), ZoneOffset.UTC) : effectiveOn;
        YearMonth month = YearMonth.from(earliest);
        needs.row(this, new Key(month, null));
        if (taskId != null) {
            needs.row(this, new Key(month, taskId));
            needs.row(tasks, taskId);
        }
    }

    /**
     * Counts issued points. The operation must have called {@link #needs}.
     *
     * @return the budgets that warn now, each by its policy
     * @throws ProblemException {@code limit_exceeded} when a budget has too few points left and refuses credits beyond
     *     it
     */
    public List<BudgetWarning> issue(Books books, LocalDate effectiveOn, TaskId taskId, long points) {
        List<BudgetWarning> warnings = new ArrayList<>();
        for (Key key : keys(effectiveOn, taskId)) {
            find(books, key).ifPresent(budget -> {
                budget.requireLeft(points, key.taskId() == null ? null : codeOf(books, key.taskId()));
                Budget after = budget.issue(points);
                books.put(this, key, after);
                if (after.isWarning()) {
                    warnings.add(BudgetWarning.of(after));
                }
            });
        }
        return warnings;
    }

    /** Takes a reversed credit off the counts of its month's budgets. */
    public void giveBack(Books books, Transaction credit) {
        for (Key key : keys(credit.effectiveOn(), credit.taskId())) {
            find(books, key).ifPresent(budget -> books.put(this, key, budget.giveBack(pointsOf(credit))));
        }
    }

    /** The points of a credit, which are the sum of all its postings. */
    static long pointsOf(Transaction credit) {
        return credit.postings().stream().mapToLong(Posting::amount).sum();
    }

    private Optional<Budget> find(Books books, Key key) {
        return books.covered(this, key).filter(budget -> !budget.lifted());
    }

    private String codeOf(Books books, TaskId taskId) {
        return books.row(tasks, taskId).map(Task::code).orElse(taskId.toString());
    }

    private static List<Key> keys(LocalDate effectiveOn, TaskId taskId) {
        YearMonth month = YearMonth.from(effectiveOn);
        return taskId == null ? List.of(new Key(month, null)) : List.of(new Key(month, null), new Key(month, taskId));
    }

    /** Loads the budgets of the named months and of all later months. There are only few of them. */
    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, Budget> found) {
        lookups.add(
                "select b.community_id, " + COLUMNS.of("b") + """
                 from :rows(month, scope)
                join budget b on b.community_id = n.community_id and b.scope = n.scope and b.month >= n.month
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.days(keys.stream().map(key -> key.key().month().atDay(1)));
                    columns.uuids(keys.stream()
                            .map(key -> Key.scope(key.communityId(), key.key().taskId())));
                },
                rows -> {
                    while (rows.next()) {
                        Budget budget = COLUMNS.read(rows, 2);
                        Key key = new Key(budget.month(), budget.taskId());
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), key), budget);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<Key>, Budget>> changed) {
        write(
                script,
                changed.stream().filter(entry -> !entry.getValue().lifted()).toList());
        remove(
                script,
                changed.stream().filter(entry -> entry.getValue().lifted()).toList());
    }

    private static void write(Script script, List<Map.Entry<RowKey<Key>, Budget>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        script.add(INSERT, columns -> {
            columns.communities(rows.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(rows.stream().map(Budgets::scope));
            COLUMNS.fill(columns, rows.stream().map(Map.Entry::getValue).toList());
        });
    }

    private static void remove(Script script, List<Map.Entry<RowKey<Key>, Budget>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        // A budget that was set and removed in the same batch was never written.
        script.add("""
                delete from budget b using :rows(month, scope)
                where b.community_id = n.community_id and b.month = n.month and b.scope = n.scope
                """, columns -> {
            columns.communities(rows.stream().map(entry -> entry.getKey().communityId()));
            columns.days(rows.stream().map(entry -> entry.getKey().key().month().atDay(1)));
            columns.uuids(rows.stream().map(Budgets::scope));
        });
    }

    private static UUID scope(Map.Entry<RowKey<Key>, Budget> entry) {
        return Key.scope(entry.getKey().communityId(), entry.getKey().key().taskId());
    }

    /** The budgets of a month, with that of the community first. */
    static List<Budget> ofMonth(Connection connection, UUID communityId, YearMonth month) throws SQLException {
        return query(
                connection,
                new SqlQuery(
                        "b.community_id = ? and b.month = ? order by b.task_id nulls first",
                        communityId,
                        month.atDay(1)));
    }

    /** Budgets, those of the latest month first, one more than {@code limit} if there are. */
    static List<Budget> list(Connection connection, UUID communityId, Key after, int limit) throws SQLException {
        SqlQuery which = new SqlQuery("b.community_id = ?", communityId);
        if (after != null) {
            LocalDate month = after.month().atDay(1);
            which.append(
                    " and (b.month < ? or b.month = ? and b.scope > ?)",
                    month,
                    month,
                    Key.scope(communityId, after.taskId()));
        }
        return query(connection, which.append(" order by b.month desc, b.scope limit ?", limit + 1));
    }

    private static List<Budget> query(Connection connection, SqlQuery which) throws SQLException {
        return new SqlQuery("select " + COLUMNS.of("b") + " from budget b where ")
                .append(which)
                .list(connection, row -> COLUMNS.read(row, 1));
    }
}
