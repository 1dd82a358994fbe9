package org.weijifen.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.weijifen.ledger.BookHead;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** Adds up the recorded figures of the closed months of a period. */
final class PeriodReader {
    private static final int TOP_TASKS = 10;

    private final Connection connection;
    private final UUID communityId;
    private final Period period;

    PeriodReader(Connection connection, UUID communityId, Period period) {
        this.connection = connection;
        this.communityId = communityId;
        this.period = period;
    }

    PeriodStatement read() throws SQLException {
        Map<YearMonth, Figures> closed = new TreeMap<>();
        for (Closing closing : Closings.signedBetween(connection, communityId, period.first(), period.last())) {
            if (closing.isIntact()) {
                closed.put(closing.month(), Figures.read(closing.figures()));
            }
        }
        List<PeriodStatement.Month> months = months(closed);
        List<Figures> figures = closed.isEmpty() ? standing(months) : List.copyOf(closed.values());
        return new PeriodStatement(
                period.name(),
                period.first(),
                period.last(),
                months.stream().noneMatch(month -> month.state() == PeriodStatement.State.MISSING),
                months,
                figures.isEmpty() ? null : points(figures),
                topTasks(figures),
                goods(figures),
                dues(figures),
                figures.stream().mapToLong(one -> one.cost().costFen()).sum());
    }

    private List<PeriodStatement.Month> months(Map<YearMonth, Figures> closed) throws SQLException {
        LocalDate closedThrough = BookHead.read(connection, communityId)
                .map(BookHead::closedThrough)
                .orElse(null);
        List<PeriodStatement.Month> months = new ArrayList<>();
        for (YearMonth month : period.months()) {
            PeriodStatement.State state = PeriodStatement.State.MISSING;
            if (closed.containsKey(month)) {
                state = PeriodStatement.State.CLOSED;
            } else if (closedThrough != null && !month.atEndOfMonth().isAfter(closedThrough) && isEmpty(month)) {
                state = PeriodStatement.State.EMPTY;
            }
            months.add(new PeriodStatement.Month(month, state));
        }
        return months;
    }

    /** In a period without moves, the balances are those at the end of the last closed month before it. */
    private List<Figures> standing(List<PeriodStatement.Month> months) throws SQLException {
        if (months.stream().anyMatch(month -> month.state() != PeriodStatement.State.EMPTY)) {
            return List.of();
        }
        return Closings.signedAround(connection, communityId, period.first()).stream()
                .filter(closing -> closing.month().isBefore(period.first()) && closing.isIntact())
                .map(closing -> Figures.read(closing.figures()).standing())
                .toList();
    }

    private boolean isEmpty(YearMonth month) throws SQLException {
        return SqlQuery.of(communityId, """
                select 1 from ledger_transaction t where t.community_id = :community and t.effective_on between ? and ? limit 1
                """, month.atDay(1), month.atEndOfMonth())
                .list(connection, row -> row.getInt(1))
                .isEmpty();
    }

    private static MonthStatement.StatementPoints points(List<Figures> figures) {
        MonthStatement.StatementPoints last = figures.get(figures.size() - 1).points();
        return new MonthStatement.StatementPoints(
                figures.get(0).points().opening(),
                sum(figures, MonthStatement.StatementPoints::broughtForward),
                sum(figures, MonthStatement.StatementPoints::issued),
                sum(figures, MonthStatement.StatementPoints::deducted),
                sum(figures, MonthStatement.StatementPoints::redeemed),
                sum(figures, MonthStatement.StatementPoints::returned),
                sum(figures, MonthStatement.StatementPoints::expired),
                sum(figures, MonthStatement.StatementPoints::reversed),
                last.closing(),
                last.outstanding(),
                null,
                null,
                null);
    }

    private static long sum(List<Figures> figures, ToLongFunction<MonthStatement.StatementPoints> line) {
        return figures.stream().mapToLong(one -> line.applyAsLong(one.points())).sum();
    }

    private List<MonthStatement.TaskLine> topTasks(List<Figures> figures) throws SQLException {
        List<MonthStatement.TaskLine> top =
                byKey(figures, one -> one.points().tasks(), MonthStatement.TaskLine::taskId).values().stream()
                        .map(PeriodReader::task)
                        .sorted(Comparator.comparingLong(MonthStatement.TaskLine::points)
                                .reversed()
                                .thenComparing(MonthStatement.TaskLine::taskId))
                        .limit(TOP_TASKS)
                        .toList();
        Map<TaskId, MonthReadings.Title> titles = MonthReadings.tasks(
                connection,
                communityId,
                top.stream().map(MonthStatement.TaskLine::taskId).toList());
        return top.stream()
                .map(task -> titles.containsKey(task.taskId())
                        ? new MonthStatement.TaskLine(
                                task.taskId(),
                                titles.get(task.taskId()).code(),
                                titles.get(task.taskId()).title(),
                                task.credits(),
                                task.quantity(),
                                task.points(),
                                null)
                        : task)
                .toList();
    }

    private static MonthStatement.TaskLine task(List<MonthStatement.TaskLine> months) {
        return new MonthStatement.TaskLine(
                months.get(0).taskId(),
                null,
                null,
                months.stream().mapToLong(MonthStatement.TaskLine::credits).sum(),
                months.stream().mapToLong(MonthStatement.TaskLine::quantity).sum(),
                months.stream().mapToLong(MonthStatement.TaskLine::points).sum(),
                null);
    }

    private List<MonthStatement.StatementGoods> goods(List<Figures> figures) throws SQLException {
        Map<RewardId, List<MonthStatement.StatementGoods>> byReward =
                byKey(figures, Figures::goods, MonthStatement.StatementGoods::rewardId);
        Map<RewardId, MonthReadings.Title> titles = MonthReadings.rewards(connection, communityId, byReward.keySet());
        Figures first = figures.isEmpty() ? null : figures.get(0);
        Figures last = figures.isEmpty() ? null : figures.get(figures.size() - 1);
        return byReward.entrySet().stream()
                .map(entry -> goods(entry.getValue(), titles.get(entry.getKey()), first, last))
                .sorted(Comparator.comparing(
                                MonthStatement.StatementGoods::code, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(MonthStatement.StatementGoods::rewardId))
                .toList();
    }

    /** A reward that is missing in a month had no units then, because a reward with units is never left out. */
    private static MonthStatement.StatementGoods goods(
            List<MonthStatement.StatementGoods> months, MonthReadings.Title title, Figures first, Figures last) {
        RewardId reward = months.get(0).rewardId();
        boolean stocked = months.get(0).opening() != null;
        MonthStatement.StatementGoods start = of(first, reward);
        MonthStatement.StatementGoods end = of(last, reward);
        return new MonthStatement.StatementGoods(
                reward,
                title == null ? null : title.code(),
                title == null ? null : title.title(),
                title == null ? null : title.kind(),
                stocked ? (start == null ? 0 : start.opening()) : null,
                stocked
                        ? months.stream()
                                .mapToLong(MonthStatement.StatementGoods::received)
                                .sum()
                        : null,
                months.stream()
                        .mapToLong(MonthStatement.StatementGoods::handedOut)
                        .sum(),
                months.stream()
                        .mapToLong(MonthStatement.StatementGoods::returned)
                        .sum(),
                stocked
                        ? months.stream()
                                .mapToLong(MonthStatement.StatementGoods::adjusted)
                                .sum()
                        : null,
                stocked
                        ? months.stream()
                                .mapToLong(MonthStatement.StatementGoods::reversed)
                                .sum()
                        : null,
                stocked
                        ? months.stream()
                                .mapToLong(MonthStatement.StatementGoods::transferred)
                                .sum()
                        : null,
                stocked ? (end == null ? 0 : end.closing()) : null,
                null,
                end == null ? 0 : end.reserved(),
                null);
    }

    private static MonthStatement.StatementGoods of(Figures month, RewardId reward) {
        return month.goods().stream()
                .filter(goods -> goods.rewardId().equals(reward))
                .findFirst()
                .orElse(null);
    }

    private List<MonthStatement.StatementDues> dues(List<Figures> figures) throws SQLException {
        Map<MerchantId, List<MonthStatement.StatementDues>> byMerchant =
                byKey(figures, Figures::dues, MonthStatement.StatementDues::merchantId);
        Map<MerchantId, MonthReadings.Title> titles =
                MonthReadings.merchants(connection, communityId, byMerchant.keySet());
        return byMerchant.values().stream()
                .map(months -> {
                    MonthReadings.Title title = titles.get(months.get(0).merchantId());
                    MonthStatement.StatementDues start = of(figures.get(0), months.get(0));
                    MonthStatement.StatementDues end = of(figures.get(figures.size() - 1), months.get(0));
                    return new MonthStatement.StatementDues(
                            months.get(0).merchantId(),
                            title == null ? null : title.code(),
                            title == null ? null : title.title(),
                            start == null ? 0 : start.opening(),
                            months.stream()
                                    .mapToLong(MonthStatement.StatementDues::earned)
                                    .sum(),
                            months.stream()
                                    .mapToLong(MonthStatement.StatementDues::returned)
                                    .sum(),
                            months.stream()
                                    .mapToLong(MonthStatement.StatementDues::settled)
                                    .sum(),
                            end == null ? 0 : end.closing(),
                            null);
                })
                .toList();
    }

    private static MonthStatement.StatementDues of(Figures month, MonthStatement.StatementDues same) {
        return month.dues().stream()
                .filter(dues -> dues.merchantId().equals(same.merchantId()))
                .findFirst()
                .orElse(null);
    }

    /** The lines of all months by task, reward or merchant, in the order of the ids. */
    private static <K extends Id, T> Map<K, List<T>> byKey(
            List<Figures> figures, Function<Figures, Collection<T>> lines, Function<T, K> key) {
        Map<K, List<T>> found = new TreeMap<>();
        figures.forEach(month -> lines.apply(month)
                .forEach(line -> found.computeIfAbsent(key.apply(line), any -> new ArrayList<>())
                        .add(line)));
        return new LinkedHashMap<>(found);
    }
}
