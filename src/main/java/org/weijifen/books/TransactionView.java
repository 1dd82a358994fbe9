package org.weijifen.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.id.StationId;

/** A transaction as clients see it, with the same names and numbers as a line of the export. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Transaction",
        description = "One business fact in the books. Never changed: a mistake is taken back by another one.")
public record TransactionView(
        @Schema(description = "Gapless number in the community, from 1", examples = "128")
        long sequence,

        TransactionKind kind,

        @Schema(description = "The day the fact belongs to, in the community's time zone")
        LocalDate effectiveOn,

        @Schema(
                nullable = true,
                description = "The day it really happened, where that is before `effectiveOn`: it was told of late")
        LocalDate occurredOn,

        @Schema(description = "When it was written; never before the transaction before it")
        Instant recordedAt,

        @Schema(description = "Opaque id of who did it") String actor,

        @Schema(
                nullable = true,
                description = "What it is about",
                examples = "redemption/01890a5d-ac96-774b-bcce-b302099a8057")
        String subject,

        @Schema(nullable = true, description = "How many times or hours of a task, or units received")
        Long quantity,

        @Schema(nullable = true, description = "What each unit received has cost, in fen")
        Long unitCostFen,

        @Schema(
                nullable = true,
                description = "What was handed out, or came back, had cost altogether when it was reserved, in fen")
        Long costFen,

        @Schema(nullable = true) String reason,

        @Schema(nullable = true, description = "The caller's own document number")
        String reference,

        @Schema(nullable = true, description = "Number of the transaction that this one takes back")
        Long reverses,

        @Schema(nullable = true, description = "Number of the transaction that takes this one back")
        Long reversedBy,

        @Schema(description = "SHA-256 over the hash before and this transaction; see the export")
        String hash,

        List<Move> postings) {

    /** One posting. */
    @Schema(name = "TransactionPosting")
    public record Move(
            @Schema(description = "`points`, `units/` and the id of the reward, or `CNY` (in fen)", examples = "points")
            String asset,

            @Schema(description = "At least 1", examples = "50")
            long amount,

            Side from,
            Side to) {}

    /** One of the two accounts of a posting. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PostingSide")
    public record Side(
            @Schema(description = "Number of the account in the community")
            long account,

            AccountType type,

            @Schema(description = "The member, the reward or the merchant it belongs to")
            UUID owner,

            @Schema(nullable = true, description = "Last day of the points on it; absent when they never expire")
            LocalDate expiresOn,

            @Schema(nullable = true, description = "Where the units lie; absent at the main station")
            StationId station,

            @Schema(description = "Balance after the posting")
            long balance) {

        private static Side of(AccountKey key, long number, long balance) {
            return new Side(number, key.type(), key.owner().value(), key.expiresOn(), key.station(), balance);
        }
    }

    /** Shows a transaction. */
    public static TransactionView of(StoredTransaction stored) {
        Transaction transaction = stored.transaction();
        return new TransactionView(
                transaction.sequence(),
                transaction.kind(),
                transaction.effectiveOn(),
                transaction.occurredOn(),
                transaction.recordedAt(),
                transaction.actor(),
                transaction.subject(),
                transaction.quantity(),
                transaction.unitCostFen(),
                transaction.costFen(),
                transaction.reason(),
                transaction.reference(),
                transaction.reverses(),
                stored.reversedBy(),
                stored.hash(),
                transaction.postings().stream()
                        .map(posting -> new Move(
                                posting.from().asset(),
                                posting.amount(),
                                Side.of(posting.from(), posting.fromNumber(), posting.fromBalance()),
                                Side.of(posting.to(), posting.toNumber(), posting.toBalance())))
                        .toList());
    }
}
