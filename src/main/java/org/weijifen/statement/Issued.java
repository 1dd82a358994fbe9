package org.weijifen.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.TaskId;

/** The credits of some days by task and by reason. */
record Issued(List<ByTask> tasks, List<ForReason> reasons) {
    /** The largest number of reasons that are listed. */
    static final int MAX_REASONS = 50;

    /** The condition that the credit {@code t} has no task. */
    static final String IS_FREE = "t.task_id is null";

    /** Credits of one task. */
    record ByTask(TaskId taskId, long credits, long quantity, long points) {}

    /** Credits without a task for one reason; null when no reason was given. */
    record ForReason(String reason, long credits, long points) {}

    /** Reads the credits of some days, the most points first. */
    static Issued between(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        List<ByTask> tasks = new ArrayList<>();
        List<ForReason> reasons = new ArrayList<>();
        SqlQuery.of(communityId, """
                select t.task, t.reason, count(*), coalesce(sum(t.quantity), 0)::bigint, sum(p.points)::bigint
                from (select t.sequence, t.quantity,
                             t.task_id as task,
                             case when t.task_id is null then t.reason end as reason
                    from ledger_transaction t
                    where t.community_id = :community and t.effective_on between ? and ? and t.kind = 'credit' offset 0) t
                cross join lateral (select sum(p.amount) as points from posting p
                    where p.community_id = :community and p.sequence = t.sequence offset 0) p
                group by 1, 2
                """, first, last).forEach(connection, row -> {
            TaskId task = Id.of(TaskId::new, row.getObject(1, UUID.class));
            if (task == null) {
                reasons.add(new ForReason(row.getString(2), row.getLong(3), row.getLong(5)));
            } else {
                tasks.add(new ByTask(task, row.getLong(3), row.getLong(4), row.getLong(5)));
            }
        });
        tasks.sort(Comparator.comparingLong(ByTask::points).reversed().thenComparing(ByTask::taskId));
        reasons.sort(Comparator.comparingLong(ForReason::points)
                .reversed()
                .thenComparing(ForReason::reason, Comparator.nullsFirst(Comparator.naturalOrder())));
        return new Issued(tasks, reasons);
    }

    /** The reasons that are listed. */
    List<ForReason> listed() {
        return reasons.subList(0, Math.min(reasons.size(), MAX_REASONS));
    }

    /** The reasons that are not listed, as one; null when all are listed. */
    ForReason others() {
        List<ForReason> rest = reasons.subList(listed().size(), reasons.size());
        return rest.isEmpty()
                ? null
                : new ForReason(
                        null,
                        rest.stream().mapToLong(ForReason::credits).sum(),
                        rest.stream().mapToLong(ForReason::points).sum());
    }
}
