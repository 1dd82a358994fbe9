package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EffectiveDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.reward.Reward;
import org.weijifen.reward.Rewards;

/** Puts units of goods on the shelf. */
@Singleton
public class Receipts {

    /** The answer to a receipt. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StockReceipt")
    record Receipt(
            @Schema(nullable = true, description = "Number of the transaction in the books; absent in a dry run")
            Long sequence,

            RewardId rewardId,
            long quantity,

            @Schema(nullable = true, description = "What each unit has cost, in fen; absent where it was not given")
            Long unitCostFen,

            @Schema(nullable = true, description = "Where they came to; absent for the main station")
            StationId stationId,

            @Schema(nullable = true) String reason,
            @Schema(nullable = true) String reference,
            LocalDate effectiveOn,

            @Schema(
                    nullable = true,
                    description = "The day they really came in, where the books of that day were closed already")
            LocalDate occurredOn,

            Instant recordedAt,

            @Schema(description = "Units that can be reserved at the station, after this")
            long onShelf,

            @Schema(
                    nullable = true,
                    description =
                            "The last day, that of the receipt or a later one, on which they were counted there without this: what was"
                                    + " counted then is changed by it. Count again if they were on the shelf already. Absent where"
                                    + " nothing was counted")
            LocalDate countedSince) {

        static Receipt of(Long sequence, Delivery delivery, Transaction posted, long onShelf, LocalDate countedSince) {
            return new Receipt(
                    sequence,
                    delivery.rewardId(),
                    posted.quantity(),
                    posted.unitCostFen(),
                    delivery.stationId(),
                    posted.reason(),
                    posted.reference(),
                    posted.effectiveOn(),
                    posted.occurredOn(),
                    posted.recordedAt(),
                    onShelf,
                    countedSince);
        }
    }

    private final Communities communities;
    private final Rewards rewards;
    private final Stations stations;
    private final LaterMoves laterMoves;
    private final Ledger ledger;
    private final Answers answers;

    Receipts(
            Communities communities,
            Rewards rewards,
            Stations stations,
            LaterMoves laterMoves,
            Ledger ledger,
            Answers answers) {
        this.communities = communities;
        this.rewards = rewards;
        this.stations = stations;
        this.laterMoves = laterMoves;
        this.ledger = ledger;
        this.answers = answers;
    }

    /**
     * The data of a receipt.
     *
     * @param community slug
     * @param quantity units, at least 1
     * @param unitCostFen cost of each unit, 0 to 10^12 fen, or null when it is not known
     * @param stationId the receiving station; null for the main station
     * @param effectiveOn the day they came in, today at the latest; null for today
     * @param occurredOn the day they came in, if its month is closed; else null
     * @param reason in words, or null
     * @param reference number of the delivery note, unique among the receipts of the community, or null
     */
    public record Delivery(
            String community,
            RewardId rewardId,
            long quantity,
            Long unitCostFen,
            StationId stationId,
            LocalDate effectiveOn,
            LocalDate occurredOn,
            String reason,
            String reference) {

        /** The day they came in, if it was given. */
        private LocalDate cameInOn() {
            return occurredOn == null ? effectiveOn : occurredOn;
        }

        /** The end of the day after which a count knows of the receipt. */
        private LaterMoves.Key dayBefore() {
            return new LaterMoves.Key(rewardId, stationId, cameInOn().minusDays(1));
        }
    }

    /** Receives units of a reward that is kept in stock. */
    public CompletableFuture<Outcome<Receipt>> receive(Delivery delivery, Call call) {
        String hash = RequestHash.of("receive-stock", "delivery", delivery);
        return communities
                .resolve(delivery.community())
                .thenCompose(communityId -> ledger.submit(new Operation<>(
                        communityId,
                        call,
                        hash,
                        new Decision<>(needs -> need(needs, delivery), books -> receive(books, delivery, call)),
                        done -> answers.created(
                                Paths.of(delivery.community(), "transactions", done.sequence()), done))));
    }

    private void need(Needs needs, Delivery delivery) {
        needs.row(communities, needs.communityId());
        needs.row(rewards, delivery.rewardId());
        stations.need(needs, delivery.stationId());
        needs.accountsOf(delivery.rewardId());
        if (delivery.cameInOn() != null) {
            needs.row(laterMoves, delivery.dayBefore());
        }
        if (delivery.reference() != null) {
            needs.reference(TransactionKind.STOCK_RECEIPT, delivery.reference());
        }
    }

    private Receipt receive(Books books, Delivery delivery, Call call) {
        Reward reward =
                books.row(rewards, delivery.rewardId()).orElseThrow(() -> Rewards.notFound(delivery.rewardId()));
        if (!reward.kind().isStocked()) {
            throw ProblemException.of(ErrorCode.NOT_KEPT_IN_STOCK, reward.code());
        }
        stations.requireActive(books, delivery.stationId());
        LocalDate effectiveOn = EffectiveDay.dayOf(
                books, communities.today(books), delivery.effectiveOn(), delivery.occurredOn(), "effectiveOn");
        Entry entry = books.begin(TransactionKind.STOCK_RECEIPT, effectiveOn, call)
                .occurredOn(delivery.occurredOn())
                .about(new Cause.Reward(delivery.rewardId()))
                .quantity(delivery.quantity())
                .unitCostFen(delivery.unitCostFen())
                .reason(delivery.reason())
                .reference(delivery.reference());
        RewardUnits stock = new RewardUnits(books, delivery.rewardId(), delivery.stationId());
        stock.receive(entry, delivery.quantity());
        Transaction posted = entry.post();
        return Receipt.of(posted.sequenceFor(call), delivery, posted, stock.onShelf(), countedSince(books, delivery));
    }

    /** Later counts know of a receipt that is recorded in time. */
    private LocalDate countedSince(Books books, Delivery delivery) {
        return delivery.cameInOn() == null
                ? null
                : laterMoves.of(books, delivery.dayBefore()).countedOn();
    }
}
