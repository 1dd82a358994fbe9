package org.weijifen.statement;

import static org.weijifen.ledger.AccountType.ADJUSTED;
import static org.weijifen.ledger.AccountType.EARNED;
import static org.weijifen.ledger.AccountType.FORFEITED;
import static org.weijifen.ledger.AccountType.HANDED_OUT;
import static org.weijifen.ledger.AccountType.MERCHANT;
import static org.weijifen.ledger.AccountType.PAYABLE;
import static org.weijifen.ledger.AccountType.RESERVED;
import static org.weijifen.ledger.AccountType.SETTLED;
import static org.weijifen.ledger.AccountType.SHELF;
import static org.weijifen.ledger.AccountType.SPENT;
import static org.weijifen.ledger.AccountType.SUPPLIED;
import static org.weijifen.statement.Sides.OUTSTANDING;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.id.Id;

/**
 * The lines of a month's statement. A line is defined by the accounts between which it moves, and by the kind of
 * transaction if the accounts are not enough; never by texts. Both the sums and their transactions are derived from
 * this definition.
 */
public enum StatementLine {
    BROUGHT_FORWARD(Scope.ALL, plus(TransactionKind.OPENING_BALANCE, Set.of(EARNED), OUTSTANDING)),
    ISSUED(Scope.ALL, plus(TransactionKind.CREDIT, Set.of(EARNED), OUTSTANDING)),
    ISSUED_BY_TASK(Scope.TASK, plus(TransactionKind.CREDIT, Set.of(EARNED), OUTSTANDING)),
    ISSUED_FOR_REASON(Scope.REASON, plus(TransactionKind.CREDIT, Set.of(EARNED), OUTSTANDING)),
    /** The reasons that are not listed. */
    ISSUED_FOR_OTHER_REASONS(Scope.OTHER_REASONS, plus(TransactionKind.CREDIT, Set.of(EARNED), OUTSTANDING)),
    DEDUCTED(Scope.ALL, plus(null, OUTSTANDING, Set.of(FORFEITED))),
    REDEEMED(Scope.ALL, plus(null, OUTSTANDING, Set.of(SPENT))),
    RETURNED(Scope.ALL, plus(null, Set.of(SPENT), OUTSTANDING)),
    /**
     * By any transaction, also when points are returned after their last day and expire at once. Points of a redemption
     * that was collected in time and recorded late have not expired.
     */
    EXPIRED(
            Scope.ALL,
            plus(null, OUTSTANDING, Set.of(AccountType.EXPIRED)),
            minus(null, Set.of(AccountType.EXPIRED), OUTSTANDING)),
    /**
     * Points that reversals gave to members, less those they took. Points that had expired before are not counted,
     * since members no longer have them.
     */
    REVERSED(
            Scope.ALL,
            plus(TransactionKind.REVERSAL, Set.of(FORFEITED), OUTSTANDING),
            minus(TransactionKind.REVERSAL, OUTSTANDING, Set.of(EARNED))),
    GOODS_RECEIVED(Scope.REWARD, plus(null, Set.of(SUPPLIED), Set.of(SHELF))),
    GOODS_HANDED_OUT(Scope.REWARD, plus(null, Set.of(RESERVED), Set.of(HANDED_OUT))),
    GOODS_RETURNED(Scope.REWARD, plus(null, Set.of(HANDED_OUT), Set.of(SHELF, SUPPLIED))),
    GOODS_ADJUSTED(
            Scope.REWARD, plus(null, Set.of(ADJUSTED), Set.of(SHELF)), minus(null, Set.of(SHELF), Set.of(ADJUSTED))),
    GOODS_REVERSED(Scope.REWARD, minus(null, Set.of(SHELF), Set.of(SUPPLIED))),
    GOODS_TRANSFERRED(Scope.REWARD, plus(null, Set.of(SHELF), Set.of(SHELF))),
    DUES_EARNED(Scope.MERCHANT, plus(null, Set.of(PAYABLE), Set.of(MERCHANT))),
    DUES_RETURNED(Scope.MERCHANT, plus(null, Set.of(MERCHANT), Set.of(PAYABLE))),
    DUES_SETTLED(
            Scope.MERCHANT,
            plus(null, Set.of(MERCHANT), Set.of(SETTLED)),
            minus(null, Set.of(SETTLED), Set.of(MERCHANT))),
    /**
     * The cost of units handed out, less that of units returned. It is not a move in the books but a figure of
     * redemptions.
     */
    COST(Scope.ALL);

    /** The value that must be given besides the line. */
    enum Scope {
        ALL,
        TASK,
        REASON,
        OTHER_REASONS,
        REWARD,
        MERCHANT
    }

    /** Moves that count for a line, with the same or the opposite sign. */
    private record Pattern(TransactionKind kind, Set<AccountType> from, Set<AccountType> to, int sign) {

        boolean matches(TransactionKind given, AccountType source, AccountType target) {
            return (kind == null || kind == given) && from.contains(source) && to.contains(target);
        }

        /** The branch of a CASE. It contains only our own constants. */
        String sql() {
            return "when " + (kind == null ? "" : "t.kind = '" + kind.code() + "' and ") + "m.from_type in "
                    + list(from) + " and m.to_type in " + list(to) + " then " + (sign < 0 ? "-" : "") + "m.amount";
        }

        private static String list(Set<AccountType> types) {
            return types.stream()
                    .map(type -> "'" + type.code() + "'")
                    .sorted()
                    .collect(Collectors.joining(", ", "(", ")"));
        }
    }

    private final Scope scope;
    private final List<Pattern> patterns;

    StatementLine(Scope scope, Pattern... patterns) {
        this.scope = scope;
        this.patterns = List.of(patterns);
    }

    private static Pattern plus(TransactionKind kind, Set<AccountType> from, Set<AccountType> to) {
        return new Pattern(kind, from, to, 1);
    }

    private static Pattern minus(TransactionKind kind, Set<AccountType> from, Set<AccountType> to) {
        return new Pattern(kind, from, to, -1);
    }

    /** The code of the line in paths: {@code issued-by-task}. */
    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }

    Scope scope() {
        return scope;
    }

    /** The sum of the moves that count. */
    long of(Collection<Flow> flows) {
        return flows.stream().mapToLong(this::of).sum();
    }

    /** The sum of one owner's moves that count. */
    long of(Collection<Flow> flows, Id owner) {
        return flows.stream()
                .filter(flow -> owner.equals(flow.owner()))
                .mapToLong(this::of)
                .sum();
    }

    /** Whether any of one owner's moves counts, even if their sum is zero. */
    boolean countsAny(Collection<Flow> flows, Id owner) {
        return flows.stream().filter(flow -> owner.equals(flow.owner())).anyMatch(flow -> patterns.stream()
                .anyMatch(pattern -> pattern.matches(flow.kind(), flow.from(), flow.to())));
    }

    private long of(Flow flow) {
        return patterns.stream()
                .filter(pattern -> pattern.matches(flow.kind(), flow.from(), flow.to()))
                .mapToLong(pattern -> pattern.sign() * flow.amount())
                .sum();
    }

    /** The amount of move {@code m} of transaction {@code t}; null where it doesn't count. */
    String amountSql() {
        return patterns.stream().map(Pattern::sql).collect(Collectors.joining(" ", "case ", " end"));
    }

    /** Codes of the kinds that can count; null for all. */
    Object[] kinds() {
        boolean all = patterns.stream().anyMatch(pattern -> pattern.kind() == null);
        return all
                ? null
                : patterns.stream()
                        .map(pattern -> pattern.kind().code())
                        .distinct()
                        .toArray();
    }

    /** The lines of one scope, in order. */
    static List<StatementLine> of(Scope scope) {
        return Arrays.stream(values()).filter(line -> line.scope == scope).toList();
    }
}
