package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.platform.id.StocktakeId;
import org.weijifen.reward.Reward;
import org.weijifen.reward.Rewards;

/**
 * Counts goods and adjusts the books to the count. All units at the station are counted, including those reserved for
 * open redemptions, because they lie on the same shelf. The expected units are the sum of both in the books at the end
 * of the day of the count. All differences of a stocktake are one transaction on that day.
 */
@Singleton
class Stocktaking {

    /** The counted units of a reward, 0 to 10^9, and the reason of a difference, or null. */
    record CountedUnits(RewardId rewardId, long counted, String reason) {}

    /**
     * The data of a stocktake.
     *
     * @param stationId null for the main station
     * @param open true when it is completed later
     * @param countedOn the day of the count; null for the day it is completed
     * @param reason for lines without a reason, or null
     * @param counts each reward once, at most 500; at least 1 unless it is completed later
     */
    record CountSheet(
            StationId stationId, boolean open, LocalDate countedOn, String reason, List<CountedUnits> counts) {}

    /**
     * The data for completing a stocktake.
     *
     * @param reason in place of the stocktake's own, or null
     * @param countedOn in place of the stocktake's own, or null
     */
    record Completion(String reason, LocalDate countedOn) {}

    private static final String TABLE = "stocktake";

    private final Communities communities;
    private final Rewards rewards;
    private final Stations stations;
    private final Stocktakes stocktakes;
    private final StocktakeAdjustment adjustment;
    private final Ledger ledger;
    private final Answers answers;
    private final MergePatch patches;

    Stocktaking(
            Communities communities,
            Rewards rewards,
            Stations stations,
            Stocktakes stocktakes,
            StocktakeAdjustment adjustment,
            Ledger ledger,
            Answers answers,
            MergePatch patches) {
        this.communities = communities;
        this.rewards = rewards;
        this.stations = stations;
        this.stocktakes = stocktakes;
        this.adjustment = adjustment;
        this.ledger = ledger;
        this.answers = answers;
        this.patches = patches;
    }

    /**
     * Makes a stocktake at once, or opens one to which lines are added later.
     *
     * @throws ProblemException {@code validation_failed} when a reward is listed twice, or there is no line
     */
    CompletableFuture<Outcome<Stocktake>> begin(String community, CountSheet sheet, Call call) {
        if (!sheet.open() && sheet.counts().isEmpty()) {
            throw ProblemException.field("lines", "size", 1, Stocktake.MAX_LINES);
        }
        Set<RewardId> seen = new HashSet<>();
        for (int i = 0; i < sheet.counts().size(); i++) {
            if (!seen.add(sheet.counts().get(i).rewardId())) {
                throw ProblemException.field("lines[" + i + "].rewardId", "duplicate");
            }
        }
        StocktakeId id = StocktakeId.next();
        String hash = RequestHash.of("stocktake", "sheet", sheet);
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Operation<>(
                        communityId,
                        call,
                        hash,
                        new Decision<>(needs -> need(needs, sheet), books -> begin(books, id, sheet, call)),
                        begun -> answers.created(
                                Paths.of(community, "stocktakes", id),
                                call.dryRun() ? StocktakeView.of(begun).withoutIdentity() : StocktakeView.of(begun)))));
    }

    private void need(Needs needs, CountSheet sheet) {
        needs.row(communities, needs.communityId());
        stations.need(needs, sheet.stationId());
        for (CountedUnits count : sheet.counts()) {
            needs.row(rewards, count.rewardId());
            adjustment.need(needs, count.rewardId(), sheet.stationId(), sheet.open() ? null : sheet.countedOn());
        }
    }

    private Stocktake begin(Books books, StocktakeId id, CountSheet sheet, Call call) {
        stations.requireActive(books, sheet.stationId());
        if (sheet.countedOn() != null) {
            adjustment.requireDay(books, sheet.countedOn());
            books.note(sheet.countedOn());
        }
        Stocktake opened = new Stocktake(
                id,
                sheet.stationId(),
                StocktakeStatus.OPEN,
                sheet.reason(),
                sheet.countedOn(),
                books.now(),
                null,
                null,
                sheet.counts().stream().map(count -> line(books, count)).toList());
        Stocktake after =
                sheet.open() ? opened : adjustment.complete(books, call, opened, opened.countedOn(), opened.reason());
        books.put(stocktakes, id, after);
        books.edited(TABLE, id, null, after, call);
        return after;
    }

    /** Makes the line of a count. Its reward must have been named. */
    private Stocktake.Line line(Books books, CountedUnits count) {
        Reward reward = books.row(rewards, count.rewardId()).orElseThrow(() -> Rewards.notFound(count.rewardId()));
        if (!reward.kind().isStocked()) {
            throw ProblemException.of(ErrorCode.NOT_KEPT_IN_STOCK, reward.code());
        }
        return new Stocktake.Line(reward.id(), reward.code(), reward.title(), count.counted(), null, count.reason());
    }

    /** Sets the count of one reward in an open stocktake, replacing an earlier one. It posts nothing, so it has no key. */
    Stocktake count(String community, StocktakeId stocktakeId, CountedUnits count, IfMatch ifMatch, Call call) {
        return edit(
                require(community, stocktakeId),
                community,
                call,
                needs -> needs.row(rewards, count.rewardId()),
                (books, stocktake) -> {
                    patches.require(StocktakeView.of(stocktake).editable(), ifMatch);
                    return stocktake.with(line(books, count));
                });
    }

    /** Removes the count of one reward of the community from an open stocktake, if there is one. */
    Stocktake uncount(String community, StocktakeId stocktakeId, RewardId rewardId, Call call) {
        return edit(
                require(community, stocktakeId),
                community,
                call,
                needs -> needs.row(rewards, rewardId),
                (books, stocktake) ->
                        stocktake.without(rewards.require(books, rewardId).id()));
    }

    /** Completes a stocktake and adjusts the books to the count. */
    Outcome<Stocktake> complete(String community, StocktakeId stocktakeId, Completion completion, Call call) {
        Stocktake known = require(community, stocktakeId);
        String hash = RequestHash.of(
                "complete-stocktake",
                "stocktakeId",
                stocktakeId,
                "reason",
                completion.reason(),
                "countedOn",
                completion.countedOn());
        LocalDate countedOn = completion.countedOn() == null ? known.countedOn() : completion.countedOn();
        Set<RewardId> named =
                known.lines().stream().map(Stocktake.Line::rewardId).collect(Collectors.toSet());
        return change(
                known,
                community,
                call,
                hash,
                needs -> named.forEach(rewardId -> adjustment.need(needs, rewardId, known.stationId(), countedOn)),
                (books, stocktake) -> {
                    if (stocktake.lines().isEmpty()) {
                        throw ProblemException.field("lines", "size", 1, Stocktake.MAX_LINES);
                    }
                    // A count of another reward was just added, whose accounts are not loaded. A retry loads them.
                    if (!stocktake.lines().stream().allMatch(line -> named.contains(line.rewardId()))) {
                        throw ProblemException.of(ErrorCode.OVERLOADED);
                    }
                    String reason = completion.reason() == null ? stocktake.reason() : completion.reason();
                    return adjustment.complete(books, call, stocktake, countedOn, reason);
                });
    }

    /** Cancels a stocktake. Nothing is adjusted. */
    Outcome<Stocktake> cancel(String community, StocktakeId stocktakeId, Call call) {
        return change(
                require(community, stocktakeId),
                community,
                call,
                RequestHash.of("cancel-stocktake", "stocktakeId", stocktakeId),
                needs -> {},
                (books, stocktake) -> stocktake.cancelled(books.now()));
    }

    private Stocktake require(String community, StocktakeId stocktakeId) {
        return stocktakes.require(communities.idOf(community), stocktakeId);
    }

    private Stocktake edit(
            Stocktake known,
            String community,
            Call call,
            Consumer<Needs> needed,
            BiFunction<Books, Stocktake, Stocktake> step) {
        return ledger.execute(new Operation<>(communities.idOf(community), call, step(known, call, needed, step)))
                .result()
                .orElseThrow();
    }

    private Outcome<Stocktake> change(
            Stocktake known,
            String community,
            Call call,
            String hash,
            Consumer<Needs> needed,
            BiFunction<Books, Stocktake, Stocktake> step) {
        return ledger.execute(
                new Operation<>(communities.idOf(community), call, hash, step(known, call, needed, step), after -> {
                    StocktakeView view = StocktakeView.of(after);
                    return answers.ok(call.dryRun() ? view.withoutSequence() : view);
                }));
    }

    /** Makes a step of an existing open stocktake. It is decided on the row that is read under the lock. */
    private Decision<Stocktake> step(
            Stocktake known, Call call, Consumer<Needs> needed, BiFunction<Books, Stocktake, Stocktake> step) {
        return new Decision<>(
                needs -> {
                    needs.row(communities, needs.communityId());
                    needs.row(stocktakes, known.id());
                    needed.accept(needs);
                },
                books -> {
                    Stocktake stocktake = books.row(stocktakes, known.id()).orElseThrow();
                    stocktake.requireOpen();
                    Stocktake after = step.apply(books, stocktake);
                    books.put(stocktakes, known.id(), after);
                    books.edited(TABLE, known.id(), stocktake, after, call);
                    return after;
                });
    }
}
