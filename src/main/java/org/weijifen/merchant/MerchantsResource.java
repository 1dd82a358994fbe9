package org.weijifen.merchant;

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
import org.weijifen.access.Logged;
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
import org.weijifen.platform.id.MerchantId;

/** Merchants over HTTP. */
@Path("/v1/communities/{community}/merchants")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Merchants")
public class MerchantsResource {
    private final MerchantService service;
    private final Caller caller;

    MerchantsResource(MerchantService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** The request to add a merchant. */
    public record NewMerchant(
            @NotNull @Pattern(regexp = Merchant.CODE) @Schema(description = "Unique in the community; stands for ever", examples = "canteen")
            String code,

            @NotNull @Text @Size(max = MerchantDetails.MAX_TITLE) @Schema(examples = "府西食堂")
            String title,

            @Text @Size(max = MerchantDetails.MAX_CONTACT) @Schema(description = "Whom to ask for")
            String contact,

            @Pattern(regexp = MerchantDetails.PHONE) @Schema(examples = "000 0000 0800")
            String phone) {

        MerchantDetails details() {
            return new MerchantDetails(title, contact, phone, MerchantStatus.ACTIVE);
        }
    }

    /** A merchant as clients see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Merchant")
    public record MerchantView(
            MerchantId id,

            @Schema(examples = "canteen") String code,
            String title,

            @Schema(description = "Whom to ask for", nullable = true)
            String contact,

            @Schema(nullable = true) String phone,
            MerchantStatus status,
            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new MerchantDetails(title, contact, phone, status);
        }

        static MerchantView of(Merchant merchant) {
            MerchantDetails details = merchant.details();
            return new MerchantView(
                    merchant.id(),
                    merchant.code(),
                    details.title(),
                    details.contact(),
                    details.phone(),
                    details.status(),
                    merchant.createdAt());
        }
    }

    /** Adds a merchant. */
    @POST
    @RolesAllowed(Permission.CATALOGUE)
    @Logged(what = "merchant")
    @Operation(operationId = "createMerchant", summary = "Add a partner merchant")
    @APIResponse(
            responseCode = "201",
            description = "The merchant",
            content = @Content(schema = @Schema(implementation = MerchantView.class)))
    public Response add(@PathParam("community") String community, @NotNull @Valid NewMerchant given) {
        Outcome<Merchant> added = service.add(community, given.code(), given.details(), caller.add());
        return Outcomes.added(added, id -> service.find(community, new MerchantId(id)), MerchantView::of);
    }

    /** Lists merchants. */
    @GET
    @RolesAllowed(Permission.STAFF)
    @Logged(what = "merchant")
    @Operation(operationId = "listMerchants", summary = "List merchants in order of their codes")
    public Page<MerchantView> list(
            @PathParam("community") String community,
            @QueryParam("status") MerchantStatus status,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        int size = Paging.limit(limit);
        return Page.of(
                        service.list(community, status, Cursor.readCode(cursor), size),
                        size,
                        merchant -> Cursor.after(merchant.code()))
                .map(MerchantView::of);
    }

    /** Reads a merchant. */
    @GET
    @Path("/{merchantId}")
    @RolesAllowed({Permission.STAFF, Permission.MERCHANT})
    @Logged(what = "merchant", id = "merchantId")
    @Operation(operationId = "getMerchant", summary = "Read a merchant")
    public MerchantView get(@PathParam("community") String community, @PathParam("merchantId") MerchantId merchantId) {
        return MerchantView.of(service.find(community, merchantId));
    }

    /** Edits a merchant. */
    @PATCH
    @Path("/{merchantId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed(Permission.CATALOGUE)
    @Logged(what = "merchant", id = "merchantId")
    @Operation(
            operationId = "updateMerchant",
            summary = "Change a merchant by a merge patch",
            description =
                    "The code can't change. A retired merchant gets no further rewards; those it has go on until they"
                            + " are retired themselves, and it is still settled with.")
    public MerchantView change(
            @PathParam("community") String community,
            @PathParam("merchantId") MerchantId merchantId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = MerchantDetails.class))) @NotNull JsonNode patch) {
        return MerchantView.of(service.change(community, merchantId, patch, ifMatch, caller.read()));
    }
}
