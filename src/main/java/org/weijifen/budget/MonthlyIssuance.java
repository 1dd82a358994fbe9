package org.weijifen.budget;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.ledger.Table;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.TaskId;

/**
 * The points issued by the books, by month. As a {@link Table} it is read while the books are locked. So a budget that
 * is set within a month starts with the exact number of points issued before.
 */
@Singleton
final class MonthlyIssuance implements DerivedTable<YearMonth, Issuance> {
    /** All postings of a credit move earned points. */
    private static final String ISSUED = """
            select n.community_id, n.first, t.task_id, sum(p.amount)::bigint
            from :rows(first, last)
            cross join lateral (select t.sequence, t.task_id from ledger_transaction t
                where t.community_id = n.community_id and t.effective_on between n.first and n.last and t.kind = 'credit'
                order by t.effective_on) t
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = n.community_id and r.reverses between t.sequence and t.sequence
                order by r.reverses) r on true
            cross join lateral (select p.amount from posting p
                where p.community_id = n.community_id and p.sequence = t.sequence order by p.position) p
            where r.sequence is null
            group by n.community_id, n.first, t.task_id
            """;

    private static final String BUDGETED = """
            select n.community_id, n.first, b.task_id, b.points, b.warn_at_percent, b.beyond
            from :rows(first)
            join budget b on b.community_id = n.community_id and b.month = n.first
            """;

    @Override
    public void load(Lookups lookups, Set<RowKey<YearMonth>> keys, BiConsumer<RowKey<YearMonth>, Issuance> found) {
        Map<RowKey<YearMonth>, Map<Budgets.Key, Allowance>> budgeted = new HashMap<>();
        keys.forEach(key -> budgeted.put(key, new HashMap<>()));
        lookups.add(BUDGETED, columns -> firstDays(columns, keys), rows -> {
            while (rows.next()) {
                RowKey<YearMonth> key = key(rows);
                BudgetPolicy policy = new BudgetPolicy(
                        rows.getInt(5), EnumNames.constant(BudgetPolicy.Beyond.class, rows.getString(6)));
                budgeted.get(key)
                        .put(
                                new Budgets.Key(key.key(), Id.of(TaskId::new, rows.getObject(3, UUID.class))),
                                new Allowance(rows.getLong(4), policy));
            }
        });
        lookups.add(
                ISSUED,
                columns -> {
                    firstDays(columns, keys);
                    columns.days(keys.stream().map(key -> key.key().atEndOfMonth()));
                },
                rows -> {
                    Map<RowKey<YearMonth>, Issuance> issued = new HashMap<>();
                    budgeted.forEach((key, budgets) -> issued.put(key, new Issuance(0, Map.of(), budgets)));
                    while (rows.next()) {
                        TaskId taskId = Id.of(TaskId::new, rows.getObject(3, UUID.class));
                        long points = rows.getLong(4);
                        issued.computeIfPresent(key(rows), (key, issuance) -> issuance.plus(taskId, points));
                    }
                    issued.forEach(found);
                });
    }

    private static void firstDays(Columns columns, Set<RowKey<YearMonth>> keys) {
        columns.communities(keys.stream().map(RowKey::communityId));
        columns.days(keys.stream().map(key -> key.key().atDay(1)));
    }

    private static RowKey<YearMonth> key(ResultSet row) throws SQLException {
        return new RowKey<>(row.getObject(1, UUID.class), YearMonth.from(row.getObject(2, LocalDate.class)));
    }

    /** The value within a batch: the loaded row, with what the batch has posted since. */
    Issuance of(Books books, YearMonth month) {
        Issuance issuance = books.row(this, month).orElseThrow();
        for (Transaction transaction : books.posted()) {
            if (transaction.kind() == TransactionKind.CREDIT) {
                issuance = plus(issuance, month, transaction, 1);
            } else if (transaction.kind() == TransactionKind.REVERSAL) {
                Transaction original = books.transaction(transaction.reverses())
                        .map(StoredTransaction::transaction)
                        .orElseThrow();
                if (original.kind() == TransactionKind.CREDIT) {
                    issuance = plus(issuance, month, original, -1);
                }
            }
        }
        return issuance;
    }

    private static Issuance plus(Issuance issuance, YearMonth month, Transaction credit, int sign) {
        return YearMonth.from(credit.effectiveOn()).equals(month)
                ? issuance.plus(credit.taskId(), sign * Budgets.pointsOf(credit))
                : issuance;
    }
}
