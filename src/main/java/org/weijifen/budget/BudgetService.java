package org.weijifen.budget;

import jakarta.inject.Singleton;
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
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.BookHead;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Outcome;
import org.weijifen.ledger.RequestedOperation;
import org.weijifen.ledger.Table;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.task.Tasks;

/** Sets the budgets of months, and shows them beside what the books say. */
@Singleton
final class BudgetService {
    /** How far ahead months may have budgets. */
    private static final int MONTHS_AHEAD = 24;

    /** The community's before those of its tasks. */
    private static final Comparator<Budget> COMMUNITY_FIRST =
            Comparator.comparing(Budget::taskId, Comparator.nullsFirst(Comparator.comparing(UUID::toString)));

    /**
     * One budget as it is asked for.
     *
     * @param taskId null for the whole community
     * @param points 1 to {@link Budget#MAX_POINTS}
     * @param policy how it is to treat credits
     */
    record Wanted(UUID taskId, long points, BudgetPolicy policy) {}

    private final Communities communities;
    private final Tasks tasks;
    private final Budgets budgets;
    private final MonthlyIssuance issuance;
    private final Ledger ledger;
    private final Answers answers;
    private final Snapshots snapshots;

    BudgetService(
            Communities communities,
            Tasks tasks,
            Budgets budgets,
            MonthlyIssuance issuance,
            Ledger ledger,
            Answers answers,
            Snapshots snapshots) {
        this.communities = communities;
        this.tasks = tasks;
        this.budgets = budgets;
        this.issuance = issuance;
        this.ledger = ledger;
        this.answers = answers;
        this.snapshots = snapshots;
    }

    /**
     * Sets all budgets of a month; what is not among them has no budget any more. {@code ifMatch} may say which ones were read. In the order of the books, so that each
     * credit is either among what had been issued before or counts against the new budget.
     *
     * @throws ProblemException {@code validation_failed} for a month before 2000 or a task given twice; the future fails
     *     with {@code validation_failed} for a month more than {@link #MONTHS_AHEAD} ahead, {@code period_closed} when the
     *     month has been closed, {@code precondition_failed} when the month has other budgets than were read, and {@code
     *     not_found}
     */
    CompletableFuture<Outcome> set(String community, YearMonth month, List<Wanted> wanted, IfMatch ifMatch, Call call) {
        EarliestDay.require(month);
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (!seen.add(wanted.get(i).taskId())) {
                throw ProblemException.field("items[" + i + "].taskId", "duplicate");
            }
        }
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Setting(communityId, call, month, wanted, ifMatch)));
    }

    /** The ETag of budgets that have been set. */
    static String tag(List<Wanted> set) {
        Map<UUID, Allowance> byTask = new HashMap<>();
        set.forEach(one -> byTask.put(one.taskId(), new Allowance(one.points(), one.policy())));
        return Allowance.tag(byTask);
    }

    /** The budgets of a month, with what has been issued added up from the books. */
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

    /** The budgets of a month on their way through the ledger. */
    private final class Setting extends RequestedOperation {
        private final YearMonth month;
        private final List<Wanted> wanted;
        private final IfMatch ifMatch;

        Setting(UUID communityId, Call call, YearMonth month, List<Wanted> wanted, IfMatch ifMatch) {
            super(communityId, call, null);
            this.month = month;
            this.wanted = wanted;
            this.ifMatch = ifMatch;
        }

        @Override
        public void needs(Needs needs) {
            needs.row(communities, communityId());
            needs.row(issuance, month);
            wanted.stream().filter(one -> one.taskId() != null).forEach(one -> needs.row(tasks, one.taskId()));
        }

        @Override
        public Answer decide(Books books) {
            requireNear(books);
            requireOpen(books);
            Issuance issued = issuance.of(books, month);
            if (ifMatch != null) {
                ifMatch.require(issued.tag());
            }
            List<Budget> set = new ArrayList<>();
            for (Wanted one : wanted) {
                if (one.taskId() != null) {
                    books.row(tasks, one.taskId()).orElseThrow(() -> Tasks.notFound(one.taskId()));
                }
                set.add(budget(books, one, issued));
            }
            lift(books, issued, set);
            set.forEach(budget -> books.put(budgets, key(budget), budget));
            set.sort(COMMUNITY_FIRST);
            return answers.ok(MonthView.of(month, books.sequence(), set, issued));
        }

        private Budget budget(Books books, Wanted one, Issuance issued) {
            return new Budget(
                    month,
                    one.taskId(),
                    one.points(),
                    one.policy(),
                    issued.of(one.taskId()),
                    call().caller(),
                    books.now(),
                    false);
        }

        /** Takes away what is not wanted any more, and keeps in mind what there is now for the rest of the batch. */
        private void lift(Books books, Issuance issued, List<Budget> set) {
            Map<Budgets.Key, Allowance> kept = new HashMap<>();
            set.forEach(budget -> kept.put(key(budget), Allowance.of(budget)));
            Issuance loaded = books.row(issuance, month).orElseThrow();
            for (Budgets.Key key : issued.budgeted().keySet()) {
                if (!kept.containsKey(key)) {
                    books.put(
                            budgets,
                            key,
                            budget(books, new Wanted(key.taskId(), 1, BudgetPolicy.DEFAULT), issued)
                                    .lift());
                }
            }
            books.put(issuance, month, loaded.withBudgeted(kept));
        }

        private void requireNear(Books books) {
            CommunityPolicy policy = books.row(communities, books.communityId()).orElseThrow();
            YearMonth latest = YearMonth.from(policy.today(books.now())).plusMonths(MONTHS_AHEAD);
            if (month.isAfter(latest)) {
                throw ProblemException.field("month", "too_large", latest.toString());
            }
        }

        private void requireOpen(Books books) {
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
}
