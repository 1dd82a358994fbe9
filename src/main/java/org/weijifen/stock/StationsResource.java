package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.StationId;

/** Pickup stations over HTTP. */
@Path("/v1/communities/{community}/stations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stock")
public class StationsResource {
    private final StationService service;
    private final Caller caller;

    StationsResource(StationService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** A station to be added. */
    public record NewStation(
            @NotNull @Pattern(regexp = "^[a-z0-9-]{1,40}$") @Schema(description = "Unique in the community; stands for ever", examples = "east-gate")
            String code,

            @NotNull @Text @Size(max = StationDetails.MAX_TITLE) @Schema(examples = "东门服务点")
            String title,

            @Text @Size(max = StationDetails.MAX_TEXT) @Schema(description = "Where it is")
            String address,

            @Text @Size(max = StationDetails.MAX_TEXT) @Schema(description = "When it is open, in words")
            String openingHours) {

        StationDetails details() {
            return new StationDetails(title, address, openingHours, StationStatus.ACTIVE);
        }
    }

    /** A station as it is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Station")
    public record StationView(
            StationId id,

            @Schema(examples = "east-gate") String code,
            String title,

            @Schema(description = "Where it is", nullable = true)
            String address,

            @Schema(description = "When it is open, in words", nullable = true)
            String openingHours,

            @Schema(description = "Units come to active ones only")
            StationStatus status,

            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new StationDetails(title, address, openingHours, status);
        }

        static StationView of(Station station) {
            StationDetails details = station.details();
            return new StationView(
                    station.id(),
                    station.code(),
                    details.title(),
                    details.address(),
                    details.openingHours(),
                    details.status(),
                    station.createdAt());
        }
    }

    /** Adds a station. */
    @POST
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(
            operationId = "createStation",
            summary = "Add a pickup station",
            description = "Beside the main station, which every community has, without an id. At most 200.")
    @APIResponse(
            responseCode = "201",
            description = "The station",
            content = @Content(schema = @Schema(implementation = StationView.class)))
    public Response add(@PathParam("community") String community, @NotNull @Valid NewStation given) {
        Outcome<Station> added = service.add(community, given.code(), given.details(), caller.add());
        return Outcomes.added(added, id -> service.find(community, new StationId(id)), StationView::of);
    }

    /** Lists stations. */
    @GET
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ, Permission.MEMBER})
    @Operation(
            operationId = "listStations",
            summary = "List pickup stations in order of their codes",
            description = "Without the main station: it is meant wherever no `stationId` is given.")
    public Page<StationView> list(
            @PathParam("community") String community,
            @QueryParam("status") StationStatus status,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        return service.list(community, status, Cursor.readCode(cursor), Paging.limit(limit))
                .map(StationView::of);
    }

    /** Reads a station. */
    @GET
    @Path("/{stationId}")
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ, Permission.MEMBER})
    @Operation(operationId = "getStation", summary = "Read a pickup station")
    public StationView get(@PathParam("community") String community, @PathParam("stationId") StationId stationId) {
        return StationView.of(service.find(community, stationId));
    }

    /** Edits a station. */
    @PATCH
    @Path("/{stationId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(
            operationId = "updateStation",
            summary = "Change a pickup station by a merge patch",
            description =
                    "The code can't change. A station where units lie, redemptions wait or a stocktake is open can't be"
                            + " retired: carry its units elsewhere first.")
    @APIResponse(
            responseCode = "200",
            description = "The station",
            content = @Content(schema = @Schema(implementation = StationView.class)))
    public StationView change(
            @PathParam("community") String community,
            @PathParam("stationId") StationId stationId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = StationDetails.class))) @NotNull JsonNode patch) {
        return StationView.of(service.change(community, stationId, patch, ifMatch, caller.read()));
    }
}
