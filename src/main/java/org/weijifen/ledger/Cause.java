package org.weijifen.ledger;

import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a transaction is about. The books keep it in columns: the kind and the id of the fact, and apart from them the task that
 * counts it, so that a fact of another kind can be credited by a task.
 */
public sealed interface Cause {
    /** The text of transaction {@code t} in SQL, as {@link #text}. */
    String TEXT_SQL = "coalesce(t.cause_kind || '/' || t.cause_id, 'task/' || t.task_id)";

    Kind kind();

    UUID id();

    /** The task that counts it; null for none. */
    default UUID taskId() {
        return null;
    }

    /** As the hash chain, the export and the answers have it: {@code redemption/<id>}. */
    default String text() {
        return kind().code() + "/" + id();
    }

    /** The kinds there are. A new one needs its place in the checks of {@code ledger_transaction} as well. */
    enum Kind {
        TASK(Task::new),
        MEMBER(Member::new),
        REDEMPTION(Redemption::new),
        REWARD(Reward::new),
        SETTLEMENT(Settlement::new),
        STOCKTAKE(Stocktake::new);

        private final String code = name().toLowerCase(Locale.ROOT);
        private final Function<UUID, Cause> of;

        Kind(Function<UUID, Cause> of) {
            this.of = of;
        }

        String code() {
            return code;
        }
    }

    /** A task that was done, and nothing else that is known. */
    record Task(UUID id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.TASK;
        }

        @Override
        public UUID taskId() {
            return id;
        }
    }

    /** A member whose balance of earlier books was taken over. */
    record Member(UUID id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.MEMBER;
        }
    }

    /** A redemption, from its reservation to its end. */
    record Redemption(UUID id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.REDEMPTION;
        }
    }

    /** A reward of which units were received or carried. */
    record Reward(UUID id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.REWARD;
        }
    }

    /** A settlement with a merchant. */
    record Settlement(UUID id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.SETTLEMENT;
        }
    }

    /** A stocktake that found differences. */
    record Stocktake(UUID id) implements Cause {
        @Override
        public Kind kind() {
            return Kind.STOCKTAKE;
        }
    }

    /**
     * What the columns of a row say; null for nothing.
     *
     * @throws IllegalArgumentException for columns that say nothing the books know
     */
    static Cause of(String kind, UUID id, UUID taskId) {
        if (kind != null && taskId != null) {
            throw new IllegalArgumentException("no fact of another kind is counted by a task yet");
        }
        if (kind != null) {
            return Kind.valueOf(kind.toUpperCase(Locale.ROOT)).of.apply(id);
        }
        return taskId == null ? null : new Task(taskId);
    }
}
