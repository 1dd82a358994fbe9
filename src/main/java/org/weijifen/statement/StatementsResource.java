package org.weijifen.statement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** The statements of months, quarters and years. */
@Path("/v1/communities/{community}/statements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statements")
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.BOOKS_READ})
public class StatementsResource {
    private final Communities communities;
    private final Snapshots snapshots;
    private final LineTransactions lines;
    private final Clock clock;

    StatementsResource(Communities communities, Snapshots snapshots, LineTransactions lines, Clock clock) {
        this.communities = communities;
        this.snapshots = snapshots;
        this.lines = lines;
        this.clock = clock;
    }

    /** Shows the statement of a month. */
    @GET
    @Path("/{month}")
    @Operation(
            operationId = "getMonthStatement",
            summary = "Show what a month comes to: points, goods, dues and cost, with proof",
            description =
                    "By effective day, in the community's time zone. The present month is as it stands so far. Every"
                            + " figure leads to the transactions that add up to it.")
    public MonthStatement month(@PathParam("community") String community, @PathParam("month") YearMonth month) {
        CommunityPolicy policy = communities.require(community);
        LocalDate today = requireBegun(policy, month);
        return snapshots.read(connection -> new StatementReader(connection, policy, month)
                .read(today, false)
                .statement());
    }

    /** Lists the transactions of a line. */
    @GET
    @Path("/{month}/lines/{line}/transactions")
    @Operation(
            operationId = "listLineTransactions",
            summary = "List the transactions that add up to a line of a month's statement, in order of their days",
            description = "The links of a statement lead here. The amounts of all items add up to the line.")
    public Page<LineTransactions.LineTransaction> line(
            @PathParam("community") String community,
            @PathParam("month") YearMonth month,
            @PathParam("line") StatementLine line,
            @QueryParam("taskId") @Parameter(description = "Needed by `issued-by-task`") TaskId taskId,
            @QueryParam("reason") @Parameter(description = "Of `issued-for-reason`; without it, credits that have none")
                    String reason,
            @QueryParam("rewardId") @Parameter(description = "Needed by the lines of goods") RewardId rewardId,
            @QueryParam("merchantId") @Parameter(description = "Needed by the lines of dues") MerchantId merchantId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        LineTransactions.Wanted wanted = new LineTransactions.Wanted(line, taskId, reason, rewardId, merchantId);
        wanted.check();
        CommunityPolicy policy = communities.require(community);
        requireBegun(policy, month);
        return lines.page(
                policy.id(), month, wanted, LineTransactions.Position.read(cursor, month), Paging.limit(limit));
    }

    /** Shows the statement of a quarter. */
    @GET
    @Path("/quarters/{quarter}")
    @Operation(
            operationId = "getQuarterStatement",
            summary = "Add up the closed months of a quarter",
            description = "Months that are not closed are listed, and not counted.")
    public PeriodStatement quarter(
            @PathParam("community") String community,
            @PathParam("quarter") @Parameter(description = "Such as `2026-Q1`") String quarter) {
        return period(community, Period.quarter(quarter));
    }

    /** Shows the statement of a year. */
    @GET
    @Path("/years/{year}")
    @Operation(
            operationId = "getYearStatement",
            summary = "Add up the closed months of a year",
            description = "Months that are not closed are listed, and not counted.")
    public PeriodStatement year(
            @PathParam("community") String community,
            @PathParam("year") @Parameter(description = "Such as `2026`") String year) {
        return period(community, Period.year(year));
    }

    private PeriodStatement period(String community, Period period) {
        UUID communityId = communities.idOf(community);
        return snapshots.read(connection -> new PeriodReader(connection, communityId, period).read());
    }

    /** The current day in the community. The month must have begun. */
    private LocalDate requireBegun(CommunityPolicy policy, YearMonth month) {
        EarliestDay.require(month);
        LocalDate today = policy.today(clock.instant());
        if (month.atDay(1).isAfter(today)) {
            throw ProblemException.field("month", "in_future", today.toString());
        }
        return today;
    }
}
