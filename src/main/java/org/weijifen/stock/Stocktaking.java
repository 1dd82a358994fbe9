package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Outcome;
import org.weijifen.ledger.RequestedOperation;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;
import org.weijifen.reward.RewardRow;
import org.weijifen.reward.Rewards;

/**
 * Counting goods, and bringing the books to what was counted. Everything that lies at the station is counted, what is
 * reserved for open redemptions too, for it lies on the same shelf; so by the books there should be what can be reserved
 * there and what is, at the end of the day of the count. All differences of a stocktake are one transaction, on that day.
 */
@Singleton
class Stocktaking {

    /** How many units of a reward lay there, 0 to 10^9, and why that differs, or null. */
    record Count(UUID rewardId, long counted, String reason) {}

    /**
     * What is counted.
     *
     * @param stationId null for the main station
     * @param open whether it is completed later
     * @param countedOn the day of the count; null for the day it is completed
     * @param reason for lines that give none, or null
     * @param counts each reward once, at most 500; at least 1 unless it is completed later
     */
    record Sheet(UUID stationId, boolean open, LocalDate countedOn, String reason, List<Count> counts) {}

    /**
     * How it is completed.
     *
     * @param reason in place of the stocktake's own, or null
     * @param countedOn in place of the stocktake's own, or null
     */
    record Completion(String reason, LocalDate countedOn) {}

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
     * Takes stock at once, or opens a stocktake that others add to.
     *
     * @throws ProblemException {@code validation_failed} when a reward stands there twice, or nothing does
     */
    CompletableFuture<Outcome> begin(String community, Sheet sheet, Call call) {
        if (!sheet.open() && sheet.counts().isEmpty()) {
            throw ProblemException.field("lines", "size", 1, Stocktake.MAX_LINES);
        }
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < sheet.counts().size(); i++) {
            if (!seen.add(sheet.counts().get(i).rewardId())) {
                throw ProblemException.field("lines[" + i + "].rewardId", "duplicate");
            }
        }
        UUID id = Ids.next();
        String hash = answers.hash("stocktake", "sheet", sheet);
        return communities
                .resolve(community)
                .thenCompose(
                        communityId -> ledger.submit(new Beginning(communityId, community, id, sheet, call, hash)));
    }

    /** Puts the count of one reward into an open stocktake, in the place of an earlier one. */
    Outcome count(String community, UUID stocktakeId, Count count, IfMatch ifMatch, Call call) {
        Stocktake known = require(community, stocktakeId);
        return ledger.execute(new Step(communities.idOf(community), known, call, null) {
            @Override
            void need(Needs needs) {
                needs.row(rewards, count.rewardId());
            }

            @Override
            Stocktake step(Books books, Stocktake stocktake) {
                patches.require(StocktakeView.of(stocktake).editable(), ifMatch);
                return stocktake.with(line(books, count));
            }
        });
    }

    /** Takes the count of one reward out of an open stocktake; it may not be there. */
    Outcome uncount(String community, UUID stocktakeId, UUID rewardId, Call call) {
        Stocktake known = require(community, stocktakeId);
        return ledger.execute(new Step(communities.idOf(community), known, call, null) {
            @Override
            Stocktake step(Books books, Stocktake stocktake) {
                return stocktake.without(rewardId);
            }
        });
    }

    /** Brings the books to what was counted. */
    Outcome complete(String community, UUID stocktakeId, Completion completion, Call call) {
        Stocktake known = require(community, stocktakeId);
        String hash = answers.hash(
                "complete-stocktake",
                "stocktakeId",
                stocktakeId,
                "reason",
                completion.reason(),
                "countedOn",
                completion.countedOn());
        LocalDate countedOn = completion.countedOn() == null ? known.countedOn() : completion.countedOn();
        Set<UUID> named = known.lines().stream().map(Stocktake.Line::rewardId).collect(Collectors.toSet());
        return ledger.execute(new Step(communities.idOf(community), known, call, hash) {
            @Override
            void need(Needs needs) {
                named.forEach(rewardId -> adjustment.need(needs, rewardId, known.stationId(), countedOn));
            }

            @Override
            Stocktake step(Books books, Stocktake stocktake) {
                if (stocktake.lines().isEmpty()) {
                    throw ProblemException.field("lines", "size", 1, Stocktake.MAX_LINES);
                }
                // Somebody has just counted another reward, whose accounts were not loaded; another try loads them.
                if (!stocktake.lines().stream().allMatch(line -> named.contains(line.rewardId()))) {
                    throw ProblemException.of(ErrorCode.OVERLOADED);
                }
                String reason = completion.reason() == null ? stocktake.reason() : completion.reason();
                return adjustment.complete(books, call(), stocktake, countedOn, reason);
            }
        });
    }

    /** Gives a stocktake up; nothing is adjusted. */
    Outcome cancel(String community, UUID stocktakeId, Call call) {
        Stocktake known = require(community, stocktakeId);
        String hash = answers.hash("cancel-stocktake", "stocktakeId", stocktakeId);
        return ledger.execute(new Step(communities.idOf(community), known, call, hash) {
            @Override
            Stocktake step(Books books, Stocktake stocktake) {
                return stocktake.cancelled(books.now());
            }
        });
    }

    private Stocktake require(String community, UUID stocktakeId) {
        return stocktakes.require(communities.idOf(community), stocktakeId);
    }

    /** What any operation on a stocktake does. */
    private abstract class Taking extends RequestedOperation {
        Taking(UUID communityId, Call call, String requestHash) {
            super(communityId, call, requestHash);
        }

        /** The line of a count whose reward was named. */
        final Stocktake.Line line(Books books, Count count) {
            RewardRow reward =
                    books.row(rewards, count.rewardId()).orElseThrow(() -> Rewards.notFound(count.rewardId()));
            if (!reward.kind().isStocked()) {
                throw ProblemException.of(ErrorCode.NOT_KEPT_IN_STOCK, reward.code());
            }
            return new Stocktake.Line(
                    reward.id(), reward.code(), reward.title(), count.counted(), null, count.reason());
        }
    }

    /** A new stocktake on its way through the ledger. */
    private final class Beginning extends Taking {
        private final String community;
        private final UUID id;
        private final Sheet sheet;

        Beginning(UUID communityId, String community, UUID id, Sheet sheet, Call call, String requestHash) {
            super(communityId, call, requestHash);
            this.community = community;
            this.id = id;
            this.sheet = sheet;
        }

        @Override
        public void needs(Needs needs) {
            needs.row(communities, communityId());
            stations.need(needs, sheet.stationId());
            for (Count count : sheet.counts()) {
                needs.row(rewards, count.rewardId());
                adjustment.need(needs, count.rewardId(), sheet.stationId(), sheet.open() ? null : sheet.countedOn());
            }
        }

        @Override
        public Answer decide(Books books) {
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
            Stocktake after = sheet.open()
                    ? opened
                    : adjustment.complete(books, call(), opened, opened.countedOn(), opened.reason());
            books.put(stocktakes, id, after);
            StocktakeView view = StocktakeView.of(after);
            return answers.created(
                    "/v1/communities/%s/stocktakes/%s".formatted(community, id),
                    call().dryRun() ? view.withoutIdentity() : view);
        }
    }

    /** A step of a stocktake that is there. It is decided on the row as it is under the lock. */
    private abstract class Step extends Taking {
        private final UUID id;

        Step(UUID communityId, Stocktake known, Call call, String requestHash) {
            super(communityId, call, requestHash);
            this.id = known.id();
        }

        @Override
        public final void needs(Needs needs) {
            needs.row(communities, communityId());
            needs.row(stocktakes, id);
            need(needs);
        }

        @Override
        public final Answer decide(Books books) {
            Stocktake stocktake = books.row(stocktakes, id).orElseThrow();
            stocktake.requireOpen();
            Stocktake after = step(books, stocktake);
            books.put(stocktakes, id, after);
            StocktakeView view = StocktakeView.of(after);
            return answers.ok(call().dryRun() ? view.withoutSequence() : view);
        }

        /** Names what this step needs besides the stocktake. */
        void need(Needs needs) {}

        /** Answers the open stocktake as it is after this step, or refuses. */
        abstract Stocktake step(Books books, Stocktake stocktake);
    }
}
