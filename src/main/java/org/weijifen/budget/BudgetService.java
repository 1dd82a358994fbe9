package org.weijifen.budget;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.weijifen.community.Communities;
import org.weijifen.ledger.BookHead;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.Table;
import org.weijifen.platform.Call;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.id.TaskId;
import org.weijifen.task.Tasks;

/** Sets the budgets of months, and shows them with the points issued by the books. */
@Singleton
final class BudgetService {
    /** The largest number of months ahead that may have budgets. */
    private static final int MONTHS_AHEAD = 24;

    /** The budget of the community first, then those of its tasks. */
    private static final Comparator<Budget> COMMUNITY_FIRST =
            Comparator.comparing(Budget::taskId, Comparator.nullsFirst(Comparator.comparing(TaskId::toString)));

    /**
     * One requested budget.
     *
     * @param taskId null for the whole community
     * @param points 1 to {@link Budget#MAX_POINTS}
     * @param policy how it treats credits
     */
    record Wanted(TaskId taskId, long points, BudgetPolicy policy) {
        private Budget budget(YearMonth month, Issuance issued, String caller, Instant now) {
            return new Budget(month, taskId, points, policy, issued.of(taskId), caller, now, false);
        }
    }

    private final Communities communities;
    private final Tasks tasks;
    private final Budgets budgets;
    private final MonthlyIssuance issuance;
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final MergePatch patches;

    BudgetService(
            Communities communities,
            Tasks tasks,
            Budgets budgets,
            MonthlyIssuance issuance,
            Ledger ledger,
            Snapshots snapshots,
            MergePatch patches) {
        this.communities = communities;
        this.tasks = tasks;
        this.budgets = budgets;
        this.issuance = issuance;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.patches = patches;
    }

    /**
     * Sets all budgets of a month. Other budgets of the month are removed. {@code ifMatch} may name the budgets that
     * were read. It is done in the order of the books, so that each credit is either issued before or counted by the
     * new budget.
     *
     * @throws ProblemException {@code validation_failed} for a month before 2000 or a task given twice; the future
     *     fails with {@code validation_failed} for a month more than {@link #MONTHS_AHEAD} ahead, {@code period_closed}
     *     when the month has been closed, {@code precondition_failed} when the month has other budgets than were read,
     *     and {@code not_found}
     */
    CompletableFuture<MonthView> set(
            String community, YearMonth month, List<Wanted> wanted, IfMatch ifMatch, Call call) {
        EarliestDay.require(month);
        Set<TaskId> seen = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (!seen.add(wanted.get(i).taskId())) {
                throw ProblemException.field("items[" + i + "].taskId", "duplicate");
            }
        }
        Decision<MonthView> setting = new Decision<>(
                needs -> {
                    needs.row(communities, needs.communityId());
                    needs.row(issuance, month);
                    wanted.stream().filter(one -> one.taskId() != null).forEach(one -> needs.row(tasks, one.taskId()));
                },
                books -> set(books, month, wanted, ifMatch, call));
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Operation<>(communityId, call, setting)))
                .thenApply(outcome -> outcome.result().orElseThrow());
    }

    /** The budgets of a month, with the issued points summed from the books. */
    MonthView month(String community, YearMonth month) {
        EarliestDay.require(month);
        UUID communityId = communities.idOf(community);
        Table.RowKey<YearMonth> key = new Table.RowKey<>(communityId, month);
        return snapshots.read(connection -> MonthView.of(
                month,
                BookHead.read(connection, communityId)
                        .orElseThrow(() -> Communities.notFound(community))
                        .sequence(),
                Budgets.ofMonth(connection, communityId, month),
                issuance.read(connection, Set.of(key)).get(key)));
    }

    /** A page of budgets, those of the latest month first, each by its own count. */
    Page<BudgetView> list(String community, Budgets.Key after, int limit) {
        UUID communityId = communities.idOf(community);
        List<Budget> found = snapshots.read(connection -> Budgets.list(connection, communityId, after, limit));
        return Page.of(found, limit, last -> Cursor.after(last.month(), Budgets.Key.scope(communityId, last.taskId())))
                .map(BudgetView::of);
    }

    private MonthView set(Books books, YearMonth month, List<Wanted> wanted, IfMatch ifMatch, Call call) {
        requireNear(books, month);
        requireOpen(books, month);
        Issuance issued = issuance.of(books, month);
        patches.require(issued.allowances(), ifMatch);
        List<Budget> set = new ArrayList<>();
        for (Wanted one : wanted) {
            if (one.taskId() != null) {
                books.row(tasks, one.taskId()).orElseThrow(() -> Tasks.notFound(one.taskId()));
            }
            set.add(one.budget(month, issued, call.caller(), books.now()));
        }
        lift(books, month, issued, set, call);
        set.forEach(budget -> {
            books.put(budgets, key(budget), budget);
            edited(books, key(budget), issued.budgeted().get(key(budget)), Allowance.of(budget), call);
        });
        set.sort(COMMUNITY_FIRST);
        return MonthView.of(month, books.sequence(), set, issued);
    }

    /** Removes budgets that are not requested any more, and puts the new state for later operations of the batch. */
    private void lift(Books books, YearMonth month, Issuance issued, List<Budget> set, Call call) {
        Map<Budgets.Key, Allowance> kept = new HashMap<>();
        set.forEach(budget -> kept.put(key(budget), Allowance.of(budget)));
        Issuance loaded = books.row(issuance, month).orElseThrow();
        for (Budgets.Key key : issued.budgeted().keySet()) {
            if (!kept.containsKey(key)) {
                edited(books, key, issued.budgeted().get(key), null, call);
                Wanted none = new Wanted(key.taskId(), 1, BudgetPolicy.DEFAULT);
                books.put(
                        budgets,
                        key,
                        none.budget(month, issued, call.caller(), books.now()).lift());
            }
        }
        books.put(issuance, month, loaded.withBudgeted(kept));
    }

    private static void edited(Books books, Budgets.Key key, Allowance before, Allowance after, Call call) {
        Object id = key.taskId() == null ? key.month() : key.month() + "/" + key.taskId();
        books.edited("budget", id, before, after, call);
    }

    private void requireNear(Books books, YearMonth month) {
        YearMonth latest = YearMonth.from(communities.today(books)).plusMonths(MONTHS_AHEAD);
        if (month.isAfter(latest)) {
            throw ProblemException.field("month", "too_large", latest.toString());
        }
    }

    private static void requireOpen(Books books, YearMonth month) {
        if (books.closedThrough() != null && !month.atEndOfMonth().isAfter(books.closedThrough())) {
            throw ProblemException.of(
                    ErrorCode.PERIOD_CLOSED,
                    month.toString(),
                    books.closedThrough().toString());
        }
    }

    private static Budgets.Key key(Budget budget) {
        return new Budgets.Key(budget.month(), budget.taskId());
    }
}
