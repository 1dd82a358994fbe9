package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Call;
import org.weijifen.platform.CreationKeys;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
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
     */
    @Transactional
    Created<Client> create(ClientsResource.NewClient wanted, String secretHash, Call call) {
        UUID id =
                CreationKeys.take(clients.getEntityManager(), call, RequestHash.of("create-client", "client", wanted));
        Client before = clients.findById(id);
        if (before != null) {
            before.changeSecret(secretHash);
            new FieldChanges()
                    .addSecret("secret")
                    .append(log, clients.getEntityManager(), event(SecurityEventKind.CHANGE, id, call));
            return new Created<>(before, true);
        }
        Client client = new Client(id, secretHash, clock.instant().truncatedTo(ChronoUnit.MILLIS));
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
     * @throws org.weijifen.platform.ProblemException {@code not_found}
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
}
