package org.weijifen.ledger;

import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.SettlementId;
import org.weijifen.platform.id.StocktakeId;
import org.weijifen.platform.id.TaskId;

/**
 * What a transaction is about. The books keep the kind and the id of the cause in columns. The task is in a column of
 * its own, so that a task can credit a cause of another kind.
 */
public sealed interface Cause {
    /** {@link #text} of transaction {@code t}, as an SQL expression. */
    String TEXT_SQL = "coalesce(t.cause_kind || '/' || t.cause_id, 'task/' || t.task_id)";

    Kind kind();

    Id id();

    /** The task that the transaction counts for; null for none. */
    default TaskId taskId() {
        return null;
    }

    /** The text in the hash chain, the export and the answers: {@code redemption/<id>}. */
    default String text() {
        return kind().code() + "/" + id();
    }

    /** All kinds. A new kind must be added to the checks of {@code ledger_transaction} as well. */
    enum Kind {
        TASK(id -> new Task(new TaskId(id))),
        MEMBER(id -> new Member(new MemberId(id))),
        REDEMPTION(id -> new Redemption(new RedemptionId(id))),
        REWARD(id -> new Reward(new RewardId(id))),
        SETTLEMENT(id -> new Settlement(new SettlementId(id))),
        STOCKTAKE(id -> new Stocktake(new StocktakeId(id)));

        private final String code = name().toLowerCase(Locale.ROOT);
        private final Function<UUID, Cause> of;

        Kind(Function<UUID, Cause> of) {
            this.of = of;
        }

        String code() {
            return code;
        }
    }

    /** A task that was done, without any other cause. */
    record Task(TaskId id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.TASK;
        }

        @Override
        public TaskId taskId() {
            return id;
        }
    }

    /** A member whose balance was taken over from earlier books. */
    record Member(MemberId id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.MEMBER;
        }
    }

    /** A redemption, from its reservation to its end. */
    record Redemption(RedemptionId id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.REDEMPTION;
        }
    }

    /** A reward of which units were received or carried. */
    record Reward(RewardId id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.REWARD;
        }
    }

    /** A settlement with a merchant. */
    record Settlement(SettlementId id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.SETTLEMENT;
        }
    }

    /** A stocktake that found differences. */
    record Stocktake(StocktakeId id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.STOCKTAKE;
        }
    }

    /**
     * Reads the cause from the columns of a row; null when they are empty.
     *
     * @throws IllegalArgumentException for an unknown kind, or a task together with another cause
     */
    static Cause of(String kind, UUID id, TaskId taskId) {
        if (kind != null && taskId != null) {
            throw new IllegalArgumentException("no fact of another kind is counted by a task yet");
        }
        if (kind != null) {
            return Kind.valueOf(kind.toUpperCase(Locale.ROOT)).of.apply(id);
        }
        return taskId == null ? null : new Task(taskId);
    }
}
