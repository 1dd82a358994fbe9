package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.EnumNames;

/**
 * The sums of the closed months of a quarter or a year. The number of people is not shown, because the same person may
 * be in several months, and only numbers are recorded.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "PeriodStatement",
        description = "What the closed months of a quarter or a year come to, by the figures recorded of each")
public record PeriodStatement(
        @Schema(examples = "2026-Q1") String period,
        YearMonth from,
        YearMonth to,

        @Schema(description = "Whether every month of it is closed, so that opening and lines reach the closing")
        boolean complete,

        List<Month> months,

        @Schema(
                nullable = true,
                description =
                        "Opening of the first closed month, sums of what moved, closing of the last; absent while no month is closed")
        MonthStatement.StatementPoints points,

        @Schema(description = "The ten tasks with the most points")
        List<MonthStatement.TaskLine> topTasks,

        @Schema(description = "Likewise, by reward") List<MonthStatement.StatementGoods> goods,

        @Schema(description = "Likewise, by merchant") List<MonthStatement.StatementDues> dues,

        @Schema(description = "What was redeemed has cost, in fen")
        long costFen) {

    /** The state of a month in the period. */
    @Schema(name = "PeriodMonthState")
    public enum State {
        /** Signed: its figures are counted. */
        CLOSED,
        /** In the closed period and without transactions, so there is nothing to count. */
        EMPTY,
        /** Not closed, so it is not counted. */
        MISSING;

        @JsonValue
        public String code() {
            return EnumNames.code(this);
        }
    }

    /** One month. */
    @Schema(name = "PeriodMonth")
    public record Month(
            YearMonth month,

            @Schema(
                    description =
                            "`closed`: counted; `empty`: closed, without a transaction; `missing`: not closed, and not counted")
            State state) {}
}
