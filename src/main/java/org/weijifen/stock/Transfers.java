package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EarliestDay;
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

/** Transfers units of goods from one station to another. Reserved units stay at the station where they are collected. */
@Singleton
class Transfers {

    /**
     * The data of a transfer.
     *
     * @param quantity units, at least 1
     * @param fromStationId null for the main station
     * @param toStationId null for the main station; must differ from {@code fromStationId}
     * @param occurredOn the day of the transfer, if that is before today; else null
     * @param reason in words, or null
     * @param reference the caller's own document number, unique among the transfers of the community, or null
     */
    record Load(
            RewardId rewardId,
            long quantity,
            StationId fromStationId,
            StationId toStationId,
            LocalDate occurredOn,
            String reason,
            String reference) {}

    /** The answer to a transfer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StockTransfer")
    record TransferView(
            @Schema(nullable = true, description = "Number of the transaction in the books; absent in a dry run")
            Long sequence,

            RewardId rewardId,
            @Schema(description = "Units") long quantity,

            @Schema(nullable = true, description = "Absent for the main station")
            StationId fromStationId,

            @Schema(nullable = true, description = "Absent for the main station")
            StationId toStationId,

            @Schema(nullable = true) String reason,
            @Schema(nullable = true) String reference,
            LocalDate effectiveOn,

            @Schema(nullable = true, description = "The day they were carried, where that was told of late")
            LocalDate occurredOn,

            Instant recordedAt,

            @Schema(description = "Units that can be reserved where they came from, after this")
            long fromOnShelf,

            @Schema(description = "Units that can be reserved where they came to, after this")
            long toOnShelf) {}

    private final Communities communities;
    private final Rewards rewards;
    private final Stations stations;
    private final Ledger ledger;
    private final Answers answers;

    Transfers(Communities communities, Rewards rewards, Stations stations, Ledger ledger, Answers answers) {
        this.communities = communities;
        this.rewards = rewards;
        this.stations = stations;
        this.ledger = ledger;
        this.answers = answers;
    }

    /**
     * Transfers units that are not reserved. The source may be a retired station, the target may not.
     *
     * @throws ProblemException {@code validation_failed} when source and target are the same
     */
    CompletableFuture<Outcome<TransferView>> transfer(String community, Load load, Call call) {
        if (Objects.equals(load.fromStationId(), load.toStationId())) {
            throw ProblemException.field("toStationId", "same_station");
        }
        String hash = RequestHash.of("transfer-stock", "load", load);
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Operation<>(
                        communityId,
                        call,
                        hash,
                        new Decision<>(needs -> need(needs, load), books -> carry(books, load, call)),
                        done -> answers.created(Paths.of(community, "transactions", done.sequence()), done))));
    }

    private void need(Needs needs, Load load) {
        needs.row(communities, needs.communityId());
        needs.row(rewards, load.rewardId());
        needs.accountsOf(load.rewardId());
        stations.need(needs, load.fromStationId());
        stations.need(needs, load.toStationId());
        if (load.reference() != null) {
            needs.reference(TransactionKind.STOCK_TRANSFER, load.reference());
        }
    }

    private TransferView carry(Books books, Load load, Call call) {
        Reward reward = books.row(rewards, load.rewardId()).orElseThrow(() -> Rewards.notFound(load.rewardId()));
        if (!reward.kind().isStocked()) {
            throw ProblemException.of(ErrorCode.NOT_KEPT_IN_STOCK, reward.code());
        }
        if (load.fromStationId() != null) {
            stations.require(books, load.fromStationId());
        }
        stations.requireActive(books, load.toStationId());
        LocalDate today = communities.today(books);
        EffectiveDay.checkToday(today, EarliestDay.DAY, load.occurredOn());
        Entry entry = books.begin(TransactionKind.STOCK_TRANSFER, today, call)
                .occurredOn(load.occurredOn())
                .about(new Cause.Reward(load.rewardId()))
                .quantity(load.quantity())
                .reason(load.reason())
                .reference(load.reference());
        RewardUnits from = new RewardUnits(books, load.rewardId(), load.fromStationId());
        from.transfer(entry, load.quantity(), load.toStationId());
        Transaction posted = entry.post();
        return new TransferView(
                posted.sequenceFor(call),
                load.rewardId(),
                load.quantity(),
                load.fromStationId(),
                load.toStationId(),
                load.reason(),
                load.reference(),
                posted.effectiveOn(),
                posted.occurredOn(),
                posted.recordedAt(),
                from.onShelf(),
                new RewardUnits(books, load.rewardId(), load.toStationId()).onShelf());
    }
}
