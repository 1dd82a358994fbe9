package org.weijifen.access;

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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.Formats;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;

/** Systems that sign in. */
@Path("/v1/clients")
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
public class ClientsResource {
    private final Clients clients;
    private final ClientService service;
    private final Caller caller;

    ClientsResource(Clients clients, ClientService service, Caller caller) {
        this.clients = clients;
        this.service = service;
        this.caller = caller;
    }

    @Schema(name = "NewClientAccount")
    record NewClient(
            @NotNull @Size(max = 100) @Text String name,

            @Schema(description = "Slugs of the communities it works in", examples = "[\"fuxi\"]")
            @NotNull @Size(max = 200) List<@NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String> communities) {}

    @Schema(name = "ClientSecret")
    record NewClientView(
            UUID clientId,

            @Schema(description = "Shown this once; keep it secret")
            String clientSecret) {}

    /** What a patch may change. */
    @Schema(name = "ClientAccountChange")
    record ClientChange(
            @NotNull @Size(max = 100) @Text String name,

            @NotNull @Size(max = 200) List<@NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String> communities,

            @NotNull AccountStatus status) {}

    @Schema(name = "ClientAccount")
    record ClientView(UUID clientId, String name, List<String> communities, AccountStatus status, Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new ClientChange(name, communities, status);
        }

        static ClientView of(Client client) {
            return new ClientView(
                    client.id(), client.name(), client.communities(), client.status(), client.createdAt());
        }
    }

    @POST
    @Operation(
            operationId = "createClient",
            summary = "Create a client and its secret",
            description = "Under a key that comes again the client gets a new secret; the one before ends.")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = NewClientView.class)))
    public Response create(@NotNull @Valid NewClient wanted) {
        String secret = Secrets.newClientSecret();
        Created<Client> made = service.create(wanted, Secrets.hash(secret), caller.add());
        UUID id = made.row().id();
        return Outcomes.created("/v1/clients/" + id, new NewClientView(id, secret), made.before());
    }

    @GET
    @Operation(operationId = "listClients", summary = "List clients, oldest first")
    public Page<ClientView> list(@QueryParam("limit") Integer limit, @QueryParam("cursor") String cursor) {
        int count = Paging.limit(limit);
        UUID last = Cursor.read(cursor, 1, keys -> Formats.uuid(keys.get(0)));
        return Page.of(clients.after(last, count + 1), count, client -> Cursor.after(client.id()))
                .map(ClientView::of);
    }

    @GET
    @Path("/{clientId}")
    @Operation(operationId = "getClient", summary = "Get a client")
    public ClientView get(@PathParam("clientId") UUID clientId) {
        return ClientView.of(clients.get(clientId));
    }

    @PATCH
    @Path("/{clientId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(operationId = "updateClient", summary = "Change a client's name, communities or status")
    public ClientView update(
            @PathParam("clientId") UUID clientId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = ClientChange.class))) JsonNode patch) {
        return ClientView.of(service.change(clientId, patch, ifMatch, caller.read()));
    }
}
