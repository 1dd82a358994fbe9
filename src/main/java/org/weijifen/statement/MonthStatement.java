package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/**
 * The statement of a month: opening, moves by effective day, and closing of points, goods and dues. It is read from the
 * books alone. {@code links} leads from each line to its transactions.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "MonthStatement", description = "What a month comes to, by effective day, read from the books alone")
public record MonthStatement(
        YearMonth month,
        @Schema(description = "First day of the month") LocalDate from,
        @Schema(description = "Last day of the month") LocalDate to,

        @Schema(nullable = true, description = "Where the closing of this month is; absent while nobody has begun it")
        ClosingStatus status,

        @Schema(description = "Number of the last transaction of the books that this was read from")
        long sequence,

        StatementPoints points,

        @Schema(
                description =
                        "What can be redeemed, in order of the codes; what neither is there nor moved is left out")
        List<StatementGoods> goods,

        @Schema(description = "By merchant; who neither is owed anything nor had anything moved is left out")
        List<StatementDues> dues,

        Cost cost,
        People people,
        Proof proof) {

    MonthStatement withOutstanding(Outstanding other) {
        return new MonthStatement(
                month, from, to, status, sequence, points.withOutstanding(other), goods, dues, cost, people, proof);
    }

    /** Points of all members. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "StatementPoints",
            description =
                    "opening + broughtForward + issued - deducted - redeemed + returned - expired + reversed = closing")
    public record StatementPoints(
            @Schema(description = "Outstanding when the month began: available + held - arrears")
            long opening,

            @Schema(description = "Brought along from earlier books")
            long broughtForward,

            @Schema(description = "Credited, what paid arrears included")
            long issued,

            @Schema(description = "Taken away by deductions, what now stands as arrears included")
            long deducted,

            @Schema(description = "Of redemptions collected")
            long redeemed,

            @Schema(description = "Of redemptions returned") long returned,

            @Schema(description = "Expired unused, what came back after its last day included")
            long expired,

            @Schema(description = "What reversals gave members, less what they took from them; mostly below zero")
            long reversed,

            @Schema(description = "Outstanding when the month ended")
            long closing,

            @Schema(description = "What `closing` consists of")
            Outstanding outstanding,

            @Schema(nullable = true, description = "What of `issued` was for tasks, the most points first")
            List<TaskLine> tasks,

            @Schema(
                    nullable = true,
                    description =
                            "What of `issued` was given freely, by reason, the most points first; at most 50 reasons, and one line for all others")
            List<ReasonLine> reasons,

            @Schema(nullable = true, description = "Paths of the transactions behind each field")
            Map<String, String> links) {

        StatementPoints withOutstanding(Outstanding other) {
            return new StatementPoints(
                    opening,
                    broughtForward,
                    issued,
                    deducted,
                    redeemed,
                    returned,
                    expired,
                    reversed,
                    closing,
                    other,
                    tasks,
                    reasons,
                    links);
        }

        StatementPoints bare() {
            return new StatementPoints(
                    opening,
                    broughtForward,
                    issued,
                    deducted,
                    redeemed,
                    returned,
                    expired,
                    reversed,
                    closing,
                    outstanding,
                    tasks.stream().map(TaskLine::bare).toList(),
                    reasons.stream().map(ReasonLine::bare).toList(),
                    null);
        }

        /** The points of a later time without moves: only the closing. */
        StatementPoints standing() {
            return new StatementPoints(closing, 0, 0, 0, 0, 0, 0, 0, closing, outstanding, List.of(), List.of(), null);
        }

        /** The links of the opening and the lines. */
        long reached() {
            return opening + broughtForward + issued - deducted - redeemed + returned - expired + reversed;
        }
    }

    /** Outstanding points: available + held - arrears. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementOutstanding", description = "closing = available + held - arrears")
    public record Outstanding(
            @Schema(description = "Free to spend") long available,

            @Schema(description = "Reserved for open redemptions")
            long held,

            @Schema(
                    description =
                            "Owed by members. What a credit paid that was owed only after the month, as one that is told of later"
                                    + " may, was free at its end")
            long arrears,

            @Schema(
                    nullable = true,
                    description =
                            "How much of `arrears` is owed since it was redeemed before it was earned, by the days; absent when"
                                    + " nothing is")
            Long redeemedBeforeEarned) {}

    /** Points of one task. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementTask")
    public record TaskLine(
            TaskId taskId,
            @Schema(nullable = true) String code,
            @Schema(nullable = true) String title,
            @Schema(description = "How many credits") long credits,
            @Schema(description = "How many times or hours") long quantity,
            long points,
            @Schema(nullable = true) Map<String, String> links) {

        TaskLine bare() {
            return new TaskLine(taskId, null, null, credits, quantity, points, null);
        }
    }

    /** Points credited without a task, for one reason. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementReason")
    public record ReasonLine(
            @Schema(
                    nullable = true,
                    description = "As it was given; absent where none was, and on the line for all others")
            String reason,

            @Schema(nullable = true, description = "Whether this is the line for all reasons that are not listed")
            Boolean others,

            @Schema(description = "How many credits") long credits,
            long points,
            @Schema(nullable = true) Map<String, String> links) {

        ReasonLine bare() {
            return new ReasonLine(reason, others, credits, points, null);
        }
    }

    /** Units of one reward. A reward without stock only has the units handed out, returned and reserved. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "StatementGoods",
            description = "Goods: opening + received - handedOut + returned + adjusted + reversed = closing, over all"
                    + " stations. Services and packages have handedOut, returned and reserved only.")
    public record StatementGoods(
            RewardId rewardId,
            @Schema(nullable = true) String code,
            @Schema(nullable = true) String title,

            @Schema(nullable = true, examples = "goods") String kind,

            @Schema(nullable = true, description = "Units on the shelf + reserved when the month began")
            Long opening,

            @Schema(nullable = true) Long received,
            long handedOut,

            @Schema(description = "Handed out and brought back")
            long returned,

            @Schema(nullable = true, description = "Found at stocktakes, less what was missing")
            Long adjusted,

            @Schema(nullable = true, description = "Receipts taken back; zero or below")
            Long reversed,

            @Schema(
                    nullable = true,
                    description = "Carried from one station to another, which changes nothing over all of them")
            Long transferred,

            @Schema(nullable = true, description = "Units on the shelf + reserved when the month ended")
            Long closing,

            @Schema(
                    nullable = true,
                    description =
                            "Units counted in the month, reserved ones included: at each station by the last stocktake"
                                    + " that was counted there in it; absent when none was")
            Long counted,

            @Schema(description = "Units reserved for open redemptions when the month ended")
            long reserved,

            @Schema(
                    nullable = true,
                    description =
                            "Paths of the transactions behind each field; of `counted`, those of the stocktakes of the month")
            Map<String, String> links) {

        StatementGoods bare() {
            return new StatementGoods(
                    rewardId,
                    null,
                    null,
                    null,
                    opening,
                    received,
                    handedOut,
                    returned,
                    adjusted,
                    reversed,
                    transferred,
                    closing,
                    counted,
                    reserved,
                    null);
        }

        /** Whether any number is not zero. A count alone does not matter. */
        boolean saysAnything() {
            return Stream.of(opening, received, handedOut, returned, adjusted, reversed, transferred, closing, reserved)
                    .anyMatch(units -> units != null && units != 0);
        }

        /** The units of a later time without moves: only the closing. */
        StatementGoods standing() {
            Long none = closing == null ? null : 0L;
            return new StatementGoods(
                    rewardId, null, null, null, closing, none, 0, 0, none, none, none, closing, null, reserved, null);
        }
    }

    /** What one merchant is owed, in fen. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementDues", description = "In fen: opening + earned - returned - settled = closing")
    public record StatementDues(
            MerchantId merchantId,
            @Schema(nullable = true) String code,
            @Schema(nullable = true) String title,
            long opening,

            @Schema(description = "For what was handed out") long earned,

            @Schema(description = "For what was returned") long returned,

            @Schema(description = "Paid, less what was set off")
            long settled,

            long closing,
            @Schema(nullable = true) Map<String, String> links) {

        StatementDues bare() {
            return new StatementDues(merchantId, null, null, opening, earned, returned, settled, closing, null);
        }

        /** Whether any number is not zero. */
        boolean saysAnything() {
            return opening != 0 || earned != 0 || returned != 0 || settled != 0 || closing != 0;
        }

        /** The dues of a later time without moves: only the closing. */
        StatementDues standing() {
            return new StatementDues(merchantId, null, null, closing, 0, 0, 0, closing, null);
        }
    }

    /** The cost of redemptions for the community. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementCost")
    public record Cost(
            @Schema(
                    description =
                            "In fen, by the costs when it was reserved: collected in the month less returned in it")
            long costFen,

            @Schema(nullable = true) Map<String, String> links) {

        Cost bare() {
            return new Cost(costFen, null);
        }
    }

    /** The number of people in the month. Households are the current ones of the members. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementPeople")
    public record People(
            @Schema(description = "Members with at least one credit")
            long membersCredited,

            @Schema(nullable = true, description = "Households they belong to now; who is in none does not count")
            Long householdsCredited,

            @Schema(description = "Members who collected at least once")
            long membersServed,

            @Schema(nullable = true, description = "Households they belong to now; who is in none does not count")
            Long householdsServed,

            @Schema(nullable = true) Map<String, String> links) {

        People with(Map<String, String> paths) {
            return new People(membersCredited, householdsCredited, membersServed, householdsServed, paths);
        }

        People bare() {
            return new People(membersCredited, null, membersServed, null, null);
        }
    }
}
