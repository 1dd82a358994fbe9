package org.weijifen.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.TaskId;

/**
 * One business fact in the books of a community. Never changed or deleted: a mistake is corrected by a reversal.
 *
 * @param sequence gapless number in the community, from 1
 * @param effectiveOn the day the fact belongs to, in the community's time zone
 * @param occurredOn the day it happened, if that is before the effective day; else null
 * @param recordedAt when it was written, in whole milliseconds; never earlier than the previous transaction
 * @param actor opaque id of who did it
 * @param cause what it is about, or null
 * @param quantity how many times or hours of a task, or units received; null where it has no meaning
 * @param reason in words, or null
 * @param reference the caller's own document number, unique for each kind among the transactions of the community that
 *     are not reversed, or null
 * @param unitCostFen cost of each unit received, in fen; null where it has no meaning or is not known
 * @param costFen total cost of the units handed out or returned, in fen, as it was when they were reserved; null where
 *     it has no meaning
 * @param reverses the sequence of the transaction it takes back, or null
 * @param postings at least one
 */
public record Transaction(
        UUID communityId,
        long sequence,
        TransactionKind kind,
        LocalDate effectiveOn,
        LocalDate occurredOn,
        Instant recordedAt,
        String actor,
        Cause cause,
        Long quantity,
        Long unitCostFen,
        Long costFen,
        String reason,
        String reference,
        Long reverses,
        List<Posting> postings) {

    public Transaction {
        postings = List.copyOf(postings);
        require(sequence > 0, "a transaction is numbered from 1");
        require(occurredOn == null || occurredOn.isBefore(effectiveOn), "what is late happened before it takes effect");
        require(quantity == null || quantity > 0, "a quantity is at least 1");
        require(unitCostFen == null || unitCostFen >= 0, "a unit costs nothing at least");
        require(costFen == null || costFen >= 0 && costFen <= Account.MAX_BALANCE, "a cost is exact in every reader");
        require(reverses == null || reverses > 0 && reverses < sequence, "a reversal comes after what it takes back");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Its cause as a text, such as {@code redemption/<id>}; or null. */
    public String subject() {
        return cause == null ? null : cause.text();
    }

    /** The task that it counts for; null for none. */
    public TaskId taskId() {
        return cause == null ? null : cause.taskId();
    }

    /** The number for the answer. It is null in a dry run, because another transaction will get that number. */
    public Long sequenceFor(Call call) {
        return call.dryRun() ? null : Long.valueOf(sequence);
    }
}
