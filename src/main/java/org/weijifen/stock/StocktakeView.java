package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Editable;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.platform.id.StocktakeId;

/** A stocktake as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Stocktake")
record StocktakeView(
        @Schema(nullable = true, description = "Absent in the dry run of a new one")
        StocktakeId id,

        @Schema(nullable = true, description = "Where it was counted; absent for the main station")
        StationId stationId,

        @Schema(description = "open → completed, or open → cancelled")
        StocktakeStatus status,

        @Schema(nullable = true, description = "Why there are differences, for lines without a reason of their own")
        String reason,

        @Schema(
                nullable = true,
                description = "The day at whose end it was counted; absent while it is open and that is the day it is"
                        + " completed")
        LocalDate countedOn,

        Instant openedAt,

        @Schema(nullable = true, description = "When it was completed or cancelled")
        Instant closedAt,

        @Schema(
                nullable = true,
                description = "Number of the transaction that brought the books to what was counted; absent without"
                        + " differences, and in a dry run")
        Long sequence,

        @Schema(description = "How many rewards have been counted")
        int lineCount,

        @Schema(nullable = true, description = "Absent in lists")
        List<LineView> lines)
        implements Editable {

    private record Counts(List<Stocktaking.CountedUnits> lines) {}

    /** Absent in lists, which have no ETag. */
    @Override
    public Record editable() {
        return new Counts(lines.stream()
                .map(line -> new Stocktaking.CountedUnits(line.rewardId(), line.counted(), line.reason()))
                .toList());
    }

    /** The count of one reward. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StocktakeLine")
    record LineView(
            RewardId rewardId,
            String code,
            String title,

            @Schema(description = "Units that lay there, those that are reserved included")
            long counted,

            @Schema(
                    nullable = true,
                    description =
                            "Units on the shelf and reserved there by the books, at the end of `countedOn`; absent before"
                                    + " it is completed")
            Long expected,

            @Schema(nullable = true, description = "counted - expected", examples = "-2")
            Long difference,

            @Schema(nullable = true, description = "Why there is a difference")
            String reason) {}

    static StocktakeView of(Stocktake stocktake) {
        return of(
                stocktake,
                stocktake.lines().size(),
                stocktake.lines().stream()
                        .map(line -> new LineView(
                                line.rewardId(),
                                line.code(),
                                line.title(),
                                line.counted(),
                                line.expected(),
                                line.difference(),
                                line.reason()))
                        .toList());
    }

    static StocktakeView of(Stocktakes.StocktakeSummary summary) {
        return of(summary.head(), summary.lines(), null);
    }

    /** The view for the dry run of a new stocktake. It has no id, so nobody can take it for a real stocktake. */
    StocktakeView withoutIdentity() {
        return new StocktakeView(
                null, stationId, status, reason, countedOn, openedAt, closedAt, null, lineCount, lines);
    }

    /** The view for a dry run. It has no number, because another transaction will get that number. */
    StocktakeView withoutSequence() {
        return new StocktakeView(id, stationId, status, reason, countedOn, openedAt, closedAt, null, lineCount, lines);
    }

    private static StocktakeView of(Stocktake stocktake, int lineCount, List<LineView> lines) {
        return new StocktakeView(
                stocktake.id(),
                stocktake.stationId(),
                stocktake.status(),
                stocktake.reason(),
                stocktake.countedOn(),
                stocktake.openedAt(),
                stocktake.closedAt(),
                stocktake.adjustment(),
                lineCount,
                lines);
    }
}
