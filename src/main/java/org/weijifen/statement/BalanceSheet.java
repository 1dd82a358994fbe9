package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.AccountType;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;

/**
 * The balances of a community's accounts at one moment: points of all members together, units by reward, dues by
 * merchant. Immutable.
 */
final class BalanceSheet {

    /** The key of a balance: a type of account, and a reward or merchant, or all members. */
    record Cell(AccountType type, Id owner) {}

    /**
     * A recorded balance.
     *
     * @param owner the reward or merchant; null for points, which are those of all members
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BalanceSheetEntry")
    public record BalanceSheetEntry(
            AccountType type,

            @Schema(
                    nullable = true,
                    description = "The reward or merchant; absent for points, which are added up over all members")
            UUID owner,

            @Schema(description = "Points, units, or fen") long balance) {}

    /** Before the first transaction. */
    static final BalanceSheet EMPTY = new BalanceSheet(Map.of());

    private final Map<Cell, Long> balances;

    private BalanceSheet(Map<Cell, Long> balances) {
        balances.values().removeIf(balance -> balance == 0);
        this.balances = balances;
    }

    /** Reads the current balances of a community. */
    static BalanceSheet ofAccounts(Connection connection, UUID communityId) throws SQLException {
        Map<Cell, Long> balances = new HashMap<>();
        SqlQuery.of(communityId, """
                select a.type, case when a.type = any(?) then null else a.owner end as owner, sum(a.balance)::bigint
                from account a where a.community_id = :community and not a.lapsed group by 1, 2
                """, connection.createArrayOf("text", Sides.pointTypes()))
                .forEach(
                        connection,
                        rows -> balances.put(
                                cell(AccountType.ofCode(rows.getString(1)), rows.getObject(2, UUID.class)),
                                rows.getLong(3)));
        return new BalanceSheet(balances);
    }

    /** Restores a recorded sheet. */
    static BalanceSheet of(Collection<BalanceSheetEntry> entries) {
        Map<Cell, Long> balances = new HashMap<>();
        entries.forEach(entry -> balances.put(cell(entry.type(), entry.owner()), entry.balance()));
        return new BalanceSheet(balances);
    }

    private static Cell cell(AccountType type, UUID owner) {
        return new Cell(type, type.owner(owner));
    }

    /** The sheet after these moves. */
    BalanceSheet plus(Collection<Flow> flows) {
        return moved(flows, 1);
    }

    /** The sheet before these moves. */
    BalanceSheet minus(Collection<Flow> flows) {
        return moved(flows, -1);
    }

    private BalanceSheet moved(Collection<Flow> flows, int direction) {
        Map<Cell, Long> moved = new HashMap<>(balances);
        for (Flow flow : flows) {
            moved.merge(new Cell(flow.from(), flow.owner()), -direction * flow.amount(), Long::sum);
            moved.merge(new Cell(flow.to(), flow.owner()), direction * flow.amount(), Long::sum);
        }
        return new BalanceSheet(moved);
    }

    /** A balance; zero when there is none. */
    long of(AccountType type, Id owner) {
        return balances.getOrDefault(new Cell(type, owner), 0L);
    }

    /** The sum of several balances of one owner. */
    long of(Collection<AccountType> types, Id owner) {
        return types.stream().mapToLong(type -> of(type, owner)).sum();
    }

    /** The owners of balances of an asset, in order. Points have no owner and are left out. */
    Set<Id> owners(AccountType.Asset asset) {
        Set<Id> owners = new TreeSet<>();
        balances.keySet().stream()
                .filter(cell -> cell.type().asset() == asset && cell.owner() != null)
                .forEach(cell -> owners.add(cell.owner()));
        return owners;
    }

    /** The balance of the sources of an asset, as a positive number. */
    long supplied(AccountType.Asset asset) {
        return -sum(asset, true);
    }

    /** The balance of all other accounts of an asset, which equals that of its sources. */
    long placed(AccountType.Asset asset) {
        return sum(asset, false);
    }

    private long sum(AccountType.Asset asset, boolean sources) {
        return balances.entrySet().stream()
                .filter(entry -> entry.getKey().type().asset() == asset
                        && Sides.isSource(entry.getKey().type()) == sources)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** All balances, in a stable order. */
    List<BalanceSheetEntry> entries() {
        return balances.entrySet().stream()
                .map(entry -> new BalanceSheetEntry(
                        entry.getKey().type(), Id.uuid(entry.getKey().owner()), entry.getValue()))
                .sorted(Comparator.comparing(BalanceSheetEntry::type)
                        .thenComparing(BalanceSheetEntry::owner, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BalanceSheet sheet && sheet.balances.equals(balances);
    }

    @Override
    public int hashCode() {
        return balances.hashCode();
    }
}
