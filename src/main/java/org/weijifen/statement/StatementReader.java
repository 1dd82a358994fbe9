package org.weijifen.statement;

import static org.weijifen.ledger.AccountType.ARREARS;
import static org.weijifen.ledger.AccountType.AVAILABLE;
import static org.weijifen.ledger.AccountType.HELD;
import static org.weijifen.ledger.AccountType.MERCHANT;
import static org.weijifen.ledger.AccountType.RESERVED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.AccountType.Asset;
import org.weijifen.ledger.BookHead;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** Reads the statement of one month of one community in one snapshot. Not thread-safe, and for one month only. */
public final class StatementReader {

    /**
     * A statement with its balances.
     *
     * @param closing the balances at the end of the month
     * @param offsets the corrections for single members
     */
    public record Read(MonthStatement statement, BalanceSheet closing, MemberOffsets offsets) {

        /** The statement of older versions, which did not net points and arrears of single members. */
        public MonthStatement bySums() {
            return statement.withOutstanding(new MonthStatement.Outstanding(
                    closing.of(AVAILABLE, null), closing.of(HELD, null), -closing.of(ARREARS, null), null));
        }
    }

    private final Connection connection;
    private final CommunityPolicy community;
    private final UUID communityId;
    private final YearMonth month;
    private final LocalDate first;
    private final LocalDate last;
    private final StatementLinks links;
    private List<Flow> flows;
    private Anchors.Pair sheets;
    private MemberOffsets offsets;

    public StatementReader(Connection connection, CommunityPolicy community, YearMonth month) {
        this.connection = connection;
        this.community = community;
        this.communityId = community.id();
        this.month = month;
        this.first = month.atDay(1);
        this.last = month.atEndOfMonth();
        this.links = new StatementLinks(community.slug(), month);
    }

    /**
     * Reads it.
     *
     * @param today the current day in the community
     * @param fromAccounts whether to compute the closing from the current accounts, even if another way is shorter
     * @throws ProblemException {@code not_found} when the community has no books
     */
    public Read read(LocalDate today, boolean fromAccounts) throws SQLException {
        BookHead head = BookHead.read(connection, communityId)
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "community", community.slug()));
        flows = Flow.between(connection, communityId, first, last);
        sheets = new Anchors(connection, communityId, today).around(first.minusDays(1), last, flows, fromAccounts);
        offsets = MemberOffsets.read(connection, communityId, first, last, today);
        Closing closing = Closings.find(connection, communityId, month).orElse(null);
        MonthStatement.StatementPoints points = points();
        List<MonthStatement.StatementGoods> goods = goods();
        List<MonthStatement.StatementDues> dues = dues();
        MonthStatement statement = new MonthStatement(
                month,
                first,
                last,
                closing == null ? null : closing.status(),
                head.sequence(),
                points,
                goods,
                dues,
                new MonthStatement.Cost(
                        MonthReadings.costFen(connection, communityId, first, last),
                        links.of(Map.of("costFen", StatementLine.COST))),
                MonthReadings.people(connection, communityId, first, last).with(links.ofPeople()),
                new StatementProof(sheets, flows, points, dues).check(closingBefore()));
        return new Read(statement, sheets.closing(), offsets);
    }

    private Closing closingBefore() throws SQLException {
        return Closings.find(connection, communityId, month.minusMonths(1))
                .filter(Closing::isSigned)
                .orElse(null);
    }

    private MonthStatement.StatementPoints points() throws SQLException {
        Issued issued = Issued.between(connection, communityId, first, last);
        BalanceSheet closing = sheets.closing();
        return new MonthStatement.StatementPoints(
                sheets.opening().of(Sides.OUTSTANDING, null),
                StatementLine.BROUGHT_FORWARD.of(flows),
                StatementLine.ISSUED.of(flows),
                StatementLine.DEDUCTED.of(flows),
                StatementLine.REDEEMED.of(flows),
                StatementLine.RETURNED.of(flows),
                StatementLine.EXPIRED.of(flows),
                StatementLine.REVERSED.of(flows),
                closing.of(Sides.OUTSTANDING, null),
                new MonthStatement.Outstanding(
                        closing.of(AVAILABLE, null) + offsets.free(),
                        closing.of(HELD, null),
                        offsets.free() - closing.of(ARREARS, null),
                        offsets.redeemedBeforeEarned() == 0 ? null : Long.valueOf(offsets.redeemedBeforeEarned())),
                tasks(issued),
                reasons(issued),
                links.ofPoints());
    }

    private List<MonthStatement.TaskLine> tasks(Issued issued) throws SQLException {
        Map<TaskId, MonthReadings.Title> titles = MonthReadings.tasks(
                connection,
                communityId,
                issued.tasks().stream().map(Issued.ByTask::taskId).toList());
        return issued.tasks().stream()
                .map(task -> {
                    MonthReadings.Title title = titles.get(task.taskId());
                    return new MonthStatement.TaskLine(
                            task.taskId(),
                            title == null ? null : title.code(),
                            title == null ? null : title.title(),
                            task.credits(),
                            task.quantity(),
                            task.points(),
                            links.ofTask(task.taskId()));
                })
                .toList();
    }

    private List<MonthStatement.ReasonLine> reasons(Issued issued) {
        List<MonthStatement.ReasonLine> lines = new ArrayList<>();
        for (Issued.ForReason reason : issued.listed()) {
            lines.add(new MonthStatement.ReasonLine(
                    reason.reason(), null, reason.credits(), reason.points(), links.ofReason(reason.reason())));
        }
        Issued.ForReason others = issued.others();
        if (others != null) {
            lines.add(new MonthStatement.ReasonLine(
                    null, true, others.credits(), others.points(), links.ofOtherReasons()));
        }
        return lines;
    }

    private List<MonthStatement.StatementGoods> goods() throws SQLException {
        List<RewardId> rewards = involved(Asset.UNITS).map(RewardId.class::cast).toList();
        Map<RewardId, MonthReadings.Title> titles = MonthReadings.rewards(connection, communityId, rewards);
        Map<RewardId, Long> counted = MonthReadings.counted(connection, communityId, first, last);
        return rewards.stream()
                .map(reward -> goods(reward, titles.get(reward), counted.get(reward)))
                .filter(this::isOfInterest)
                .sorted(Comparator.comparing(
                                MonthStatement.StatementGoods::code, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(MonthStatement.StatementGoods::rewardId))
                .toList();
    }

    private MonthStatement.StatementGoods goods(RewardId reward, MonthReadings.Title title, Long counted) {
        boolean stocked = title == null || title.kind().equals("goods");
        return new MonthStatement.StatementGoods(
                reward,
                title == null ? null : title.code(),
                title == null ? null : title.title(),
                title == null ? null : title.kind(),
                stocked ? sheets.opening().of(Sides.IN_STOCK, reward) : null,
                stocked ? StatementLine.GOODS_RECEIVED.of(flows, reward) : null,
                StatementLine.GOODS_HANDED_OUT.of(flows, reward),
                StatementLine.GOODS_RETURNED.of(flows, reward),
                stocked ? StatementLine.GOODS_ADJUSTED.of(flows, reward) : null,
                stocked ? StatementLine.GOODS_REVERSED.of(flows, reward) : null,
                stocked ? StatementLine.GOODS_TRANSFERRED.of(flows, reward) : null,
                stocked ? sheets.closing().of(Sides.IN_STOCK, reward) : null,
                counted,
                sheets.closing().of(RESERVED, reward),
                links.ofReward(reward, stocked, counted != null));
    }

    private boolean isOfInterest(MonthStatement.StatementGoods goods) {
        return isSome(goods.opening())
                || isSome(goods.closing())
                || goods.reserved() != 0
                || hasMoved(StatementLine.Scope.REWARD, goods.rewardId());
    }

    /** Whether any line of one owner has transactions, even if their sum is zero. */
    private boolean hasMoved(StatementLine.Scope scope, Id owner) {
        return StatementLine.of(scope).stream().anyMatch(line -> line.countsAny(flows, owner));
    }

    private static boolean isSome(Long units) {
        return units != null && units != 0;
    }

    private List<MonthStatement.StatementDues> dues() throws SQLException {
        List<MerchantId> merchants =
                involved(Asset.MONEY).map(MerchantId.class::cast).toList();
        Map<MerchantId, MonthReadings.Title> titles = MonthReadings.merchants(connection, communityId, merchants);
        return merchants.stream()
                .map(merchant -> new MonthStatement.StatementDues(
                        merchant,
                        titles.containsKey(merchant) ? titles.get(merchant).code() : null,
                        titles.containsKey(merchant) ? titles.get(merchant).title() : null,
                        sheets.opening().of(MERCHANT, merchant),
                        StatementLine.DUES_EARNED.of(flows, merchant),
                        StatementLine.DUES_RETURNED.of(flows, merchant),
                        StatementLine.DUES_SETTLED.of(flows, merchant),
                        sheets.closing().of(MERCHANT, merchant),
                        links.ofMerchant(merchant)))
                .filter(dues -> dues.opening() != 0
                        || dues.closing() != 0
                        || hasMoved(StatementLine.Scope.MERCHANT, dues.merchantId()))
                .toList();
    }

    /** The owners of an asset whose accounts have a balance or moved, in order. */
    private Stream<Id> involved(Asset asset) {
        Set<Id> owners = new TreeSet<>(sheets.opening().owners(asset));
        owners.addAll(sheets.closing().owners(asset));
        flows.stream().filter(flow -> flow.from().asset() == asset).forEach(flow -> owners.add(flow.owner()));
        return owners.stream();
    }
}
