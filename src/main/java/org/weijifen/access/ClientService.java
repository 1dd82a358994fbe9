package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
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
        Client client = new Client(
                id,
                wanted.name(),
                secretHash,
                wanted.communities(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        clients.persist(client);
        new FieldChanges()
                .addPersonal("name", null, client.name())
                .add("communities", null, client.communities())
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
        ClientsResource.ClientChange wanted = patches.apply(
                new ClientsResource.ClientChange(client.name(), client.communities(), client.status()), patch, ifMatch);
        FieldChanges changes = new FieldChanges()
                .addPersonal("name", client.name(), wanted.name())
                .add("communities", client.communities(), wanted.communities())
                .add("status", client.status(), wanted.status());
        client.change(wanted.name(), wanted.communities(), wanted.status());
        changes.append(log, clients.getEntityManager(), event(SecurityEventKind.CHANGE, id, call));
        return client;
    }

    private static SecurityEvent event(SecurityEventKind kind, UUID id, Call call) {
        return SecurityEvent.of(kind, call).about("client", id);
    }
}
