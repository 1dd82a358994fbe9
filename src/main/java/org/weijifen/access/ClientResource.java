package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;

/** Clients over HTTP. */
@Path("/v1/clients")
@Tag(name = "Access")
@RolesAllowed(Role.ADMIN)
public class ClientResource {
    private final Accounts accounts;

    ClientResource(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A client to be added. */
    public record NewClient(
            @NotNull @Text @Size(max = 100) String name,

            @Schema(description = "Slugs of the communities it works in") @NotNull @Size(max = 1000) List<@NotNull @Pattern(regexp = UserDetails.SLUG) String> communities) {}

    /** A new client with its secret. */
    @Schema(name = "NewClientSecret")
    public record SecretView(
            UUID clientId,

            @Schema(description = "Shown this once; keep it safe")
            String clientSecret,

            String name,
            List<String> communities) {}

    /** A client as it is shown. */
    @Schema(name = "Client")
    public record ClientView(
            UUID clientId, String name, List<String> communities, AccountStatus status, Instant createdAt) {

        static ClientView of(ApiClient client) {
            ClientDetails details = client.details();
            return new ClientView(
                    client.id(), details.name(), details.communities(), details.status(), client.createdAt());
        }
    }

    /** Adds a client. */
    @POST
    @Operation(operationId = "createClient", summary = "Add a client, and show its secret once")
    @APIResponse(
            responseCode = "201",
            description = "The client with its secret",
            content = @Content(schema = @Schema(implementation = SecretView.class)))
    public Response add(@NotNull @Valid NewClient given) {
        String secret = Secrets.generate();
        ApiClient client = accounts.addClient(given.name(), secret, given.communities());
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/clients/" + client.id())
                .cacheControl(never)
                .entity(new SecretView(client.id(), secret, given.name(), given.communities()))
                .build();
    }

    /** Lists clients. */
    @GET
    @Operation(operationId = "listClients", summary = "List clients in the order they were added")
    public Page<ClientView> list(@QueryParam("limit") Integer limit, @QueryParam("cursor") String cursor) {
        int size = Paging.limit(limit);
        UUID after = Cursor.read(cursor, 1, keys -> UUID.fromString(keys.get(0)));
        return Page.of(accounts.clients(after, size + 1), size, client -> Cursor.after(client.id()))
                .map(ClientView::of);
    }

    /** Reads a client. */
    @GET
    @Path("/{clientId}")
    @Operation(operationId = "getClient", summary = "Read a client")
    public ClientView get(@PathParam("clientId") UUID clientId) {
        return ClientView.of(accounts.client(clientId));
    }

    /** Edits a client. */
    @PATCH
    @Path("/{clientId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "updateClient",
            summary = "Change a client by a merge patch",
            description = "Tokens that are out stay good until they expire.")
    public ClientView change(
            @PathParam("clientId") UUID clientId,
            @RequestBody(content = @Content(schema = @Schema(implementation = ClientDetails.class))) @NotNull JsonNode patch) {
        return ClientView.of(accounts.changeClient(clientId, patch));
    }
}
