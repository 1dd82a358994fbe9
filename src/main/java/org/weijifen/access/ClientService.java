package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Call;
import org.weijifen.platform.CreationKeys;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;

/** Creates and edits clients. */
@Singleton
class ClientService {
    private final Clients clients;
    private final MergePatch patches;
    private final SecurityLog log;
    private final Clock clock;

    ClientService(Clients clients, MergePatch patches, SecurityLog log, Clock clock) {
        this.clients = clients;
        this.patches = patches;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes a client. Its secret is known to the caller and afterwards to nobody, so one that was made under the same key
     * gets this secret instead of its first, which was perhaps never received.
     *
     * @param secretHash of the secret, made before a connection to the database has to wait for it
     * @throws ProblemException {@code conflict} when the first secret has been replaced since
     */
    @Transactional
    Created<Client> create(ClientsResource.NewClient wanted, String secretHash, Call call) {
        UUID id =
                CreationKeys.take(clients.getEntityManager(), call, RequestHash.of("create-client", "client", wanted));
        Client before = clients.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (before != null) {
            replaceNewest(before, id, secretHash, call);
            return new Created<>(before, true);
        }
        Client client = new Client(id, secretHash, now());
        client.change(
                wanted.name(), wanted.communities(), wanted.scopesOrUsual(), wanted.limits(), AccountStatus.ACTIVE);
        clients.persist(client);
        new FieldChanges()
                .addPersonal("name", null, client.name())
                .add("communities", null, client.communities())
                .add("scopes", null, client.scopes())
                .add("taskIds", null, List.copyOf(client.limits().taskIds()))
                .add("pointsPerDay", null, client.limits().pointsPerDay())
                .append(log, clients.getEntityManager(), event(SecurityEventKind.ADD, id, call));
        return new Created<>(client, false);
    }

    /**
     * Changes a client.
     *
     * @throws ProblemException {@code not_found}
     */
    @Transactional
    Client change(UUID id, JsonNode patch, IfMatch ifMatch, Call call) {
        Client client = clients.getForChange(id);
        ClientsResource.ClientChange wanted = patches.apply(ClientsResource.ClientChange.of(client), patch, ifMatch);
        List<String> scopes = ClientsResource.codes(wanted.scopes());
        CreditLimits limits = ClientsResource.limits(wanted.taskIds(), wanted.pointsPerDay());
        FieldChanges changes = new FieldChanges()
                .addPersonal("name", client.name(), wanted.name())
                .add("communities", client.communities(), wanted.communities())
                .add("scopes", client.scopes(), scopes)
                .add("taskIds", List.copyOf(client.limits().taskIds()), List.copyOf(limits.taskIds()))
                .add("pointsPerDay", client.limits().pointsPerDay(), limits.pointsPerDay())
                .add("status", client.status(), wanted.status());
        client.change(wanted.name(), wanted.communities(), scopes, limits, wanted.status());
        changes.append(log, clients.getEntityManager(), event(SecurityEventKind.CHANGE, id, call));
        return client;
    }

    private static SecurityEvent event(SecurityEventKind kind, UUID id, Call call) {
        return SecurityEvent.of(kind, call).about("client", id);
    }

    /**
     * Adds a secret to a client. The newest one so far stays good, and the one before that ends. A secret that was added under
     * the same key gets this value instead of its first, which was perhaps never received.
     *
     * @param secretHash see {@link #create}
     * @return the client, whose newest secret this one is
     * @throws ProblemException {@code not_found}; {@code conflict} when the secret of this key has been replaced or ended since
     */
    @Transactional
    Created<Client> addSecret(UUID id, String secretHash, Call call) {
        Client client = clients.getForChange(id);
        UUID fresh = Ids.next();
        UUID secretId = CreationKeys.take(
                clients.getEntityManager(), call, RequestHash.of("add-client-secret", "client", id.toString()), fresh);
        boolean before = !secretId.equals(fresh);
        if (before) {
            replaceNewest(client, secretId, secretHash, call);
        } else {
            client.addSecret(new ClientSecret(secretId, secretHash, now()));
            secretsChanged(id, call);
        }
        return new Created<>(client, before);
    }

    /**
     * Ends a secret of a client.
     *
     * @throws ProblemException {@code not_found}, for the secret too
     */
    @Transactional
    Client endSecret(UUID id, UUID secretId, Call call) {
        Client client = clients.getForChange(id);
        if (!client.endSecret(secretId)) {
            throw ProblemException.variant(ErrorCode.NOT_FOUND, "secret", secretId.toString());
        }
        secretsChanged(id, call);
        return client;
    }

    private void secretsChanged(UUID id, Call call) {
        new FieldChanges()
                .addSecret("secrets")
                .append(log, clients.getEntityManager(), event(SecurityEventKind.CHANGE, id, call));
    }

    private void replaceNewest(Client client, UUID secretId, String secretHash, Call call) {
        if (!client.replaceNewest(secretId, secretHash, now())) {
            throw ProblemException.variant(ErrorCode.CONFLICT, "secret");
        }
        secretsChanged(client.id(), call);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
