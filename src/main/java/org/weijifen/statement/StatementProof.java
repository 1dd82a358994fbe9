package org.weijifen.statement;

import static org.weijifen.ledger.AccountType.HANDED_OUT;
import static org.weijifen.ledger.AccountType.RESERVED;
import static org.weijifen.ledger.AccountType.SHELF;
import static org.weijifen.ledger.AccountType.SUPPLIED;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.weijifen.ledger.AccountType.Asset;
import org.weijifen.platform.id.Id;

/** Checks a statement against other sources. */
final class StatementProof {
    private final Anchors.Pair sheets;
    private final List<Flow> flows;
    private final MonthStatement.StatementPoints points;
    private final List<MonthStatement.StatementDues> dues;
    private final Proof.Builder proof = new Proof.Builder();

    StatementProof(
            Anchors.Pair sheets,
            List<Flow> flows,
            MonthStatement.StatementPoints points,
            List<MonthStatement.StatementDues> dues) {
        this.sheets = sheets;
        this.flows = flows;
        this.points = points;
        this.dues = dues;
    }

    /**
     * Checks it.
     *
     * @param before the signed closing of the month before, or null
     */
    Proof check(Closing before) {
        for (Asset asset : Asset.values()) {
            String name = asset.name().toLowerCase(Locale.ROOT);
            proof.equal(
                    name + "_opening_sums_to_zero",
                    sheets.opening().supplied(asset),
                    sheets.opening().placed(asset));
            proof.equal(
                    name + "_closing_sums_to_zero",
                    sheets.closing().supplied(asset),
                    sheets.closing().placed(asset));
        }
        proof.equal("points_lines_reach_closing", points.reached(), points.closing());
        proof.equal(
                "tasks_and_reasons_are_issued",
                points.tasks().stream()
                                .mapToLong(MonthStatement.TaskLine::points)
                                .sum()
                        + points.reasons().stream()
                                .mapToLong(MonthStatement.ReasonLine::points)
                                .sum(),
                points.issued());
        checkUnits();
        checkDues();
        BalanceSheet reached = sheets.opening().plus(flows);
        proof.agree(
                "opening_and_moves_are_closing",
                null,
                reached.of(Sides.OUTSTANDING, null),
                points.closing(),
                reached.equals(sheets.closing()));
        if (before != null) {
            checkBefore(before);
        }
        return proof.build(sheets.openingFrom(), sheets.closingFrom());
    }

    /** Checks all rewards together, and lists each one that does not agree. */
    private void checkUnits() {
        Set<Id> rewards = new TreeSet<>(sheets.opening().owners(Asset.UNITS));
        rewards.addAll(sheets.closing().owners(Asset.UNITS));
        flows.stream().filter(flow -> flow.from().asset() == Asset.UNITS).forEach(flow -> rewards.add(flow.owner()));
        long reached = 0;
        long closing = 0;
        boolean holds = true;
        for (Id reward : rewards) {
            long one = sheets.opening().of(Sides.IN_STOCK, reward) + change(reward);
            long other = sheets.closing().of(Sides.IN_STOCK, reward);
            reached += one;
            closing += other;
            if (one != other) {
                holds = false;
                proof.equal("reward_lines_reach_closing", reward.toString(), one, other);
            }
        }
        proof.agree("goods_lines_reach_closing", null, reached, closing, holds);
    }

    /** The change of a reward's units by its lines. Units of a reward without stock are supplied when they are reserved. */
    private long change(Id reward) {
        return StatementLine.GOODS_RECEIVED.of(flows, reward)
                + StatementLine.GOODS_REVERSED.of(flows, reward)
                + StatementLine.GOODS_ADJUSTED.of(flows, reward)
                - StatementLine.GOODS_HANDED_OUT.of(flows, reward)
                + flows.stream()
                        .filter(flow -> reward.equals(flow.owner()))
                        .mapToLong(StatementProof::suppliedOrBroughtBack)
                        .sum();
    }

    private static long suppliedOrBroughtBack(Flow flow) {
        if (flow.from() == HANDED_OUT && flow.to() == SHELF || flow.from() == SUPPLIED && flow.to() == RESERVED) {
            return flow.amount();
        }
        return flow.from() == RESERVED && flow.to() == SUPPLIED ? -flow.amount() : 0;
    }

    private void checkDues() {
        long reached = 0;
        long closing = 0;
        boolean holds = true;
        for (MonthStatement.StatementDues one : dues) {
            long end = one.opening() + one.earned() - one.returned() - one.settled();
            reached += end;
            closing += one.closing();
            if (end != one.closing()) {
                holds = false;
                proof.equal("merchant_lines_reach_closing", one.merchantId().toString(), end, one.closing());
            }
        }
        proof.agree("dues_lines_reach_closing", null, reached, closing, holds);
    }

    /** Compares the recorded closing of the month before with this closing less the moves. */
    private void checkBefore(Closing before) {
        proof.equal("figures_of_month_before_are_intact", 1, before.isIntact() ? 1 : 0);
        if (before.isIntact()) {
            BalanceSheet recorded =
                    BalanceSheet.of(Figures.read(before.figures()).balances());
            proof.agree(
                    "opening_is_closing_of_month_before",
                    null,
                    points.opening(),
                    recorded.of(Sides.OUTSTANDING, null),
                    recorded.equals(sheets.opening())
                            && recorded.equals(sheets.closing().minus(flows)));
        }
    }
}
