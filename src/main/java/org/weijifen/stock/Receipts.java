package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Outcome;
import org.weijifen.ledger.RequestedOperation;
import org.weijifen.ledger.Stock;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** Puts units of goods on the shelf. */
@Singleton
public class Receipts {

    /** A receipt as it is answered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StockReceipt")
    record Receipt(
            @Schema(description = "Number of the transaction in the books; absent in a dry run")
            Long sequence,

            UUID rewardId,
            long quantity,
            String reason,
            String reference,
            LocalDate effectiveOn,
            Instant recordedAt,

            @Schema(description = "Units that can be reserved, after this")
            long onShelf) {

        static Receipt of(Long sequence, UUID rewardId, Transaction posted, long onShelf) {
            return new Receipt(
                    sequence,
                    rewardId,
                    posted.quantity(),
                    posted.reason(),
                    posted.reference(),
                    posted.effectiveOn(),
                    posted.recordedAt(),
                    onShelf);
        }
    }

    private final Communities communities;
    private final Rewards rewards;
    private final Ledger ledger;
    private final Answers answers;

    Receipts(Communities communities, Rewards rewards, Ledger ledger, Answers answers) {
        this.communities = communities;
        this.rewards = rewards;
        this.ledger = ledger;
        this.answers = answers;
    }

    /**
     * Receives units of a reward that is kept in stock.
     *
     * @param quantity at least 1
     * @param reason in words, or null
     * @param reference number of the delivery note, unique among the receipts of the community, or null
     */
    public CompletableFuture<Outcome> receive(
            String community, UUID rewardId, long quantity, String reason, String reference, Call call) {
        Delivery delivery = new Delivery(community, rewardId, quantity, reason, reference);
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(
                        new Receive(communityId, call, answers.hash("receive-stock", "delivery", delivery), delivery)));
    }

    /** What came in. */
    private record Delivery(String community, UUID rewardId, long quantity, String reason, String reference) {}

    /** One receipt on its way through the ledger. */
    private final class Receive extends RequestedOperation {
        private final Delivery delivery;

        Receive(UUID communityId, Call call, String requestHash, Delivery delivery) {
            super(communityId, call, requestHash);
            this.delivery = delivery;
        }

        @Override
        public void needs(Needs needs) {
            needs.row(communities, communityId());
            needs.row(rewards, delivery.rewardId());
            needs.accountsOf(delivery.rewardId());
            if (delivery.reference() != null) {
                needs.reference(TransactionKind.STOCK_RECEIPT, delivery.reference());
            }
        }

        @Override
        public Answer decide(Books books) {
            RewardRow reward =
                    books.row(rewards, delivery.rewardId()).orElseThrow(() -> Rewards.notFound(delivery.rewardId()));
            if (!reward.kind().isStocked()) {
                throw ProblemException.variant(ErrorCode.CONFLICT, "no-stock", reward.code());
            }
            LocalDate today =
                    books.row(communities, communityId()).orElseThrow().today(books.now());
            Entry entry = books.begin(TransactionKind.STOCK_RECEIPT, today, call())
                    .about("reward/" + delivery.rewardId())
                    .quantity(delivery.quantity())
                    .reason(delivery.reason())
                    .reference(delivery.reference());
            Stock stock = new Stock(books, delivery.rewardId(), null);
            stock.receive(entry, delivery.quantity());
            Transaction posted = entry.post();
            return answers.created(
                    "/v1/communities/%s/transactions/%d".formatted(delivery.community(), posted.sequence()),
                    Receipt.of(sequenceOf(posted), delivery.rewardId(), posted, stock.onShelf()));
        }
    }
}
