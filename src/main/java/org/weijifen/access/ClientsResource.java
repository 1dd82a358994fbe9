package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.Formats;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.TaskId;

/** Systems that sign in. */
@Path("/v1/clients")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@AccountLookup
@RolesAllowed(Permission.ADMINISTRATOR)
public class ClientsResource {
    private static final int MOST_SCOPES = 20;
    private static final int MOST_TASKS = 200;
    private static final long MOST_POINTS = 1_000_000_000_000L;
    private static final String TASK_IDS =
            "The only tasks that it may credit for; for all of them, and without a task, when empty";
    private static final String POINTS_PER_DAY =
            "The most points that it credits in each community on each of its days; as many as it likes when absent";

    private final Clients clients;
    private final ClientService service;
    private final Accounts accounts;
    private final Caller caller;

    ClientsResource(Clients clients, ClientService service, Accounts accounts, Caller caller) {
        this.clients = clients;
        this.service = service;
        this.accounts = accounts;
        this.caller = caller;
    }

    @Schema(name = "NewClientAccount")
    record NewClient(
            @NotNull @Size(max = 100) @Text String name,

            @Schema(description = "Slugs of the communities it works in", examples = "[\"fuxi\"]")
            @NotNull @Size(max = 200) List<@NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String> communities,

            @Schema(
                    description =
                            "What it may do in its communities; what a mini-program's backend needs (all but `books:read`) when absent")
            @Size(max = MOST_SCOPES) List<@NotNull Scope> scopes,

            @Schema(description = TASK_IDS) @Size(max = MOST_TASKS) List<@NotNull TaskId> taskIds,

            @Schema(description = POINTS_PER_DAY) @Min(1) @Max(MOST_POINTS) Long pointsPerDay) {
        List<String> scopesOrUsual() {
            return scopes == null ? Permission.OF_MINI_PROGRAMS : codes(scopes);
        }

        CreditLimits limits() {
            return ClientsResource.limits(taskIds, pointsPerDay);
        }
    }

    static List<String> codes(List<Scope> scopes) {
        return scopes.stream().distinct().map(Scope::code).toList();
    }

    static CreditLimits limits(List<TaskId> taskIds, Long pointsPerDay) {
        return new CreditLimits(taskIds == null ? Set.of() : Set.copyOf(new HashSet<>(taskIds)), pointsPerDay);
    }

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

            @NotNull @Size(max = MOST_SCOPES) List<@NotNull Scope> scopes,

            @Schema(description = TASK_IDS) @NotNull @Size(max = MOST_TASKS) List<@NotNull TaskId> taskIds,

            @Schema(description = POINTS_PER_DAY) @Min(1) @Max(MOST_POINTS) Long pointsPerDay,

            @NotNull AccountStatus status) {
        static ClientChange of(Client client) {
            return new ClientChange(
                    client.name(),
                    client.communities(),
                    client.scopes().stream()
                            .map(code -> EnumNames.constant(Scope.class, code))
                            .toList(),
                    client.limits().taskIds().stream()
                            .sorted(Comparator.comparing(TaskId::value))
                            .toList(),
                    client.limits().pointsPerDay(),
                    client.status());
        }
    }

    @Schema(name = "AddedClientSecret")
    record NewSecretView(
            UUID secretId,

            @Schema(description = "Shown this once; keep it secret")
            String clientSecret,

            Instant createdAt) {}

    @Schema(name = "ClientSecretInfo", description = "A secret that is good, without the secret itself")
    record SecretView(UUID secretId, Instant createdAt) {}

    @Schema(name = "ClientAccount")
    record ClientView(
            UUID clientId,
            String name,
            List<String> communities,
            List<Scope> scopes,
            @Schema(description = TASK_IDS) List<TaskId> taskIds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = POINTS_PER_DAY, nullable = true)
            Long pointsPerDay,

            @Schema(description = "The secrets that are good: two at most, the newest first")
            List<SecretView> secrets,

            AccountStatus status,
            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new ClientChange(name, communities, scopes, taskIds, pointsPerDay, status);
        }

        static ClientView of(Client client) {
            ClientChange now = ClientChange.of(client);
            return new ClientView(
                    client.id(),
                    now.name(),
                    now.communities(),
                    now.scopes(),
                    now.taskIds(),
                    now.pointsPerDay(),
                    client.secrets().stream()
                            .map(secret -> new SecretView(secret.id(), secret.createdAt()))
                            .toList(),
                    now.status(),
                    client.createdAt());
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
        accounts.learn(made.row());
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
    @Operation(
            operationId = "updateClient",
            summary = "Change a client",
            description = "A change of anything but the name ends its tokens; it signs in again.")
    public ClientView update(
            @PathParam("clientId") UUID clientId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = ClientChange.class))) JsonNode patch) {
        Client changed = service.change(clientId, patch, ifMatch, caller.read());
        accounts.learn(changed);
        return ClientView.of(changed);
    }

    @POST
    @Path("/{clientId}/secrets")
    @Operation(
            operationId = "addClientSecret",
            summary = "Add a secret to a client, to replace the one in use",
            description =
                    "The newest one so far stays good as well, until it is ended or another one is added; the one before it"
                            + " ends. Under a key that comes again this secret gets a new value, and no other one ends.")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = NewSecretView.class)))
    public Response addSecret(@PathParam("clientId") UUID clientId) {
        String secret = Secrets.newClientSecret();
        Created<Client> added = service.addSecret(clientId, Secrets.hash(secret), caller.write(false));
        accounts.learn(added.row());
        ClientSecret newest = added.row().secrets().get(0);
        return Outcomes.created(
                "/v1/clients/" + clientId + "/secrets/" + newest.id(),
                new NewSecretView(newest.id(), secret, newest.createdAt()),
                added.before());
    }

    @DELETE
    @Path("/{clientId}/secrets/{secretId}")
    @Operation(
            operationId = "endClientSecret",
            summary = "End a secret of a client",
            description = "Without any the client can't sign in until one is added.")
    @APIResponse(
            responseCode = "200",
            description = "The client",
            content = @Content(schema = @Schema(implementation = ClientView.class)))
    public ClientView endSecret(@PathParam("clientId") UUID clientId, @PathParam("secretId") UUID secretId) {
        Client changed = service.endSecret(clientId, secretId, caller.read());
        accounts.learn(changed);
        return ClientView.of(changed);
    }
}
