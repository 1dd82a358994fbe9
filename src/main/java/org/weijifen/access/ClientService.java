package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private final Clock clock;

    ClientService(Clients clients, MergePatch patches, Clock clock) {
        this.clients = clients;
        this.patches = patches;
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
            replaceNewest(before, id, secretHash);
            return new Created<>(before, true);
        }
        Client client = new Client(id, secretHash, now());
        client.change(
                wanted.name(), wanted.communities(), wanted.scopesOrUsual(), wanted.limits(), AccountStatus.ACTIVE);
        clients.persist(client);
        return new Created<>(client, false);
    }

    /**
     * Changes a client.
     *
     * @throws ProblemException {@code not_found}
     */
    @Transactional
    Client change(UUID id, JsonNode patch, IfMatch ifMatch) {
        Client client = clients.getForChange(id);
        ClientsResource.ClientChange wanted = patches.apply(ClientsResource.ClientChange.of(client), patch, ifMatch);
        client.change(
                wanted.name(),
                wanted.communities(),
                ClientsResource.codes(wanted.scopes()),
                ClientsResource.limits(wanted.taskIds(), wanted.pointsPerDay()),
                wanted.status());
        return client;
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
            replaceNewest(client, secretId, secretHash);
        } else {
            client.addSecret(new ClientSecret(secretId, secretHash, now()));
        }
        return new Created<>(client, before);
    }

    /**
     * Ends a secret of a client.
     *
     * @throws ProblemException {@code not_found}, for the secret too
     */
    @Transactional
    Client endSecret(UUID id, UUID secretId) {
        Client client = clients.getForChange(id);
        if (!client.endSecret(secretId)) {
            throw ProblemException.variant(ErrorCode.NOT_FOUND, "secret", secretId.toString());
        }
        return client;
    }

    private void replaceNewest(Client client, UUID secretId, String secretHash) {
        if (!client.replaceNewest(secretId, secretHash, now())) {
            throw ProblemException.variant(ErrorCode.CONFLICT, "secret");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
