package org.weijifen.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

/** Adds up what is recorded of the closed months of a period. */
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

    /** Where nothing has moved, what stood when the last month before was closed stood all the time. */
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
        try (PreparedStatement statement = connection.prepareStatement("""
                select 1 from ledger_transaction t where t.community_id = ? and t.effective_on between ? and ? limit 1
                """)) {
            statement.setObject(1, communityId);
            statement.setObject(2, month.atDay(1));
            statement.setObject(3, month.atEndOfMonth());
            try (ResultSet rows = statement.executeQuery()) {
                return !rows.next();
            }
        }
    }

    private static Statement.Points points(List<Figures> figures) {
        Statement.Points last = figures.get(figures.size() - 1).points();
        return new Statement.Points(
                figures.get(0).points().opening(),
                sum(figures, Statement.Points::broughtForward),
                sum(figures, Statement.Points::issued),
                sum(figures, Statement.Points::deducted),
                sum(figures, Statement.Points::redeemed),
                sum(figures, Statement.Points::returned),
                sum(figures, Statement.Points::expired),
                sum(figures, Statement.Points::reversed),
                last.closing(),
                last.outstanding(),
                null,
                null,
                null);
    }

    private static long sum(List<Figures> figures, ToLongFunction<Statement.Points> line) {
        return figures.stream().mapToLong(one -> line.applyAsLong(one.points())).sum();
    }

    private List<Statement.TaskLine> topTasks(List<Figures> figures) throws SQLException {
        List<Statement.TaskLine> top =
                byKey(figures, one -> one.points().tasks(), Statement.TaskLine::taskId).values().stream()
                        .map(PeriodReader::task)
                        .sorted(Comparator.comparingLong(Statement.TaskLine::points)
                                .reversed()
                                .thenComparing(Statement.TaskLine::taskId))
                        .limit(TOP_TASKS)
                        .toList();
        Map<UUID, MonthReadings.Title> titles = MonthReadings.tasks(
                connection,
                communityId,
                top.stream().map(Statement.TaskLine::taskId).toList());
        return top.stream()
                .map(task -> titles.containsKey(task.taskId())
                        ? new Statement.TaskLine(
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

    private static Statement.TaskLine task(List<Statement.TaskLine> months) {
        return new Statement.TaskLine(
                months.get(0).taskId(),
                null,
                null,
                months.stream().mapToLong(Statement.TaskLine::credits).sum(),
                months.stream().mapToLong(Statement.TaskLine::quantity).sum(),
                months.stream().mapToLong(Statement.TaskLine::points).sum(),
                null);
    }

    private List<Statement.Goods> goods(List<Figures> figures) throws SQLException {
        Map<UUID, List<Statement.Goods>> byReward = byKey(figures, Figures::goods, Statement.Goods::rewardId);
        Map<UUID, MonthReadings.Title> titles = MonthReadings.rewards(connection, communityId, byReward.keySet());
        Figures first = figures.isEmpty() ? null : figures.get(0);
        Figures last = figures.isEmpty() ? null : figures.get(figures.size() - 1);
        return byReward.entrySet().stream()
                .map(entry -> goods(entry.getValue(), titles.get(entry.getKey()), first, last))
                .sorted(Comparator.comparing(Statement.Goods::code, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Statement.Goods::rewardId))
                .toList();
    }

    /** A reward that a month says nothing of had none then: what is there is never left out. */
    private static Statement.Goods goods(
            List<Statement.Goods> months, MonthReadings.Title title, Figures first, Figures last) {
        UUID reward = months.get(0).rewardId();
        boolean stocked = months.get(0).opening() != null;
        Statement.Goods start = of(first, reward);
        Statement.Goods end = of(last, reward);
        return new Statement.Goods(
                reward,
                title == null ? null : title.code(),
                title == null ? null : title.title(),
                title == null ? null : title.kind(),
                stocked ? (start == null ? 0 : start.opening()) : null,
                stocked ? months.stream().mapToLong(Statement.Goods::received).sum() : null,
                months.stream().mapToLong(Statement.Goods::handedOut).sum(),
                months.stream().mapToLong(Statement.Goods::returned).sum(),
                stocked ? months.stream().mapToLong(Statement.Goods::adjusted).sum() : null,
                stocked ? months.stream().mapToLong(Statement.Goods::reversed).sum() : null,
                stocked
                        ? months.stream()
                                .mapToLong(Statement.Goods::transferred)
                                .sum()
                        : null,
                stocked ? (end == null ? 0 : end.closing()) : null,
                null,
                end == null ? 0 : end.reserved(),
                null);
    }

    private static Statement.Goods of(Figures month, UUID reward) {
        return month.goods().stream()
                .filter(goods -> goods.rewardId().equals(reward))
                .findFirst()
                .orElse(null);
    }

    private List<Statement.Dues> dues(List<Figures> figures) throws SQLException {
        Map<UUID, List<Statement.Dues>> byMerchant = byKey(figures, Figures::dues, Statement.Dues::merchantId);
        Map<UUID, MonthReadings.Title> titles = MonthReadings.merchants(connection, communityId, byMerchant.keySet());
        return byMerchant.values().stream()
                .map(months -> {
                    MonthReadings.Title title = titles.get(months.get(0).merchantId());
                    Statement.Dues start = of(figures.get(0), months.get(0));
                    Statement.Dues end = of(figures.get(figures.size() - 1), months.get(0));
                    return new Statement.Dues(
                            months.get(0).merchantId(),
                            title == null ? null : title.code(),
                            title == null ? null : title.title(),
                            start == null ? 0 : start.opening(),
                            months.stream().mapToLong(Statement.Dues::earned).sum(),
                            months.stream().mapToLong(Statement.Dues::returned).sum(),
                            months.stream().mapToLong(Statement.Dues::settled).sum(),
                            end == null ? 0 : end.closing(),
                            null);
                })
                .toList();
    }

    private static Statement.Dues of(Figures month, Statement.Dues same) {
        return month.dues().stream()
                .filter(dues -> dues.merchantId().equals(same.merchantId()))
                .findFirst()
                .orElse(null);
    }

    /** The lines of all months by what they are about, in the order of its ids. */
    private static <T> Map<UUID, List<T>> byKey(
            List<Figures> figures, Function<Figures, Collection<T>> lines, Function<T, UUID> key) {
        Map<UUID, List<T>> found = new TreeMap<>();
        figures.forEach(month -> lines.apply(month)
                .forEach(line -> found.computeIfAbsent(key.apply(line), any -> new ArrayList<>())
                        .add(line)));
        return new LinkedHashMap<>(found);
    }
}
