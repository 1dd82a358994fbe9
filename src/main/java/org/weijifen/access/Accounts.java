package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.UniqueRows;

/** Keeps users and clients. */
@Singleton
class Accounts {
    private static final UUID FIRST = new UUID(0, 0);

    private final EntityManager entities;
    private final MergePatch mergePatch;
    private final Clock clock;

    Accounts(EntityManager entities, MergePatch mergePatch, Clock clock) {
        this.entities = entities;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Adds a user; {@code conflict} when the name is taken. */
    @Transactional
    StaffUser addUser(String username, String password, StaffRole role, List<String> communities) {
        StaffUser user = new StaffUser(Ids.next(), username, password, role, communities, now());
        UniqueRows.insert(
                entities,
                user,
                "staff_user_username",
                ProblemException.variant(ErrorCode.CONFLICT, "username", username));
        return user;
    }

    @Transactional
    Optional<StaffUser> userNamed(String username) {
        return entities.createQuery("from StaffUser where username = :username", StaffUser.class)
                .setParameter("username", username)
                .getResultStream()
                .findFirst();
    }

    @Transactional
    StaffUser user(UUID id) {
        return required(entities.find(StaffUser.class, id), "user", id);
    }

    /** Users in the order they were added, after {@code after} (null: from the first). */
    @Transactional
    List<StaffUser> users(UUID after, int limit) {
        return page(StaffUser.class, after, limit);
    }

    @Transactional
    StaffUser changeUser(UUID id, JsonNode patch) {
        StaffUser user = required(entities.find(StaffUser.class, id, LockModeType.PESSIMISTIC_WRITE), "user", id);
        user.change(mergePatch.apply(user.details(), patch));
        return user;
    }

    @Transactional
    ApiClient addClient(String name, String secret, List<String> communities) {
        ApiClient client = new ApiClient(Ids.next(), name, secret, communities, now());
        entities.persist(client);
        return client;
    }

    @Transactional
    Optional<ApiClient> findClient(UUID id) {
        return Optional.ofNullable(entities.find(ApiClient.class, id));
    }

    @Transactional
    ApiClient client(UUID id) {
        return required(entities.find(ApiClient.class, id), "client", id);
    }

    /** Clients in the order they were added, after {@code after} (null: from the first). */
    @Transactional
    List<ApiClient> clients(UUID after, int limit) {
        return page(ApiClient.class, after, limit);
    }

    @Transactional
    ApiClient changeClient(UUID id, JsonNode patch) {
        ApiClient client = required(entities.find(ApiClient.class, id, LockModeType.PESSIMISTIC_WRITE), "client", id);
        client.change(mergePatch.apply(client.details(), patch));
        return client;
    }

    private <T> List<T> page(Class<T> type, UUID after, int limit) {
        return entities.createQuery("from " + type.getSimpleName() + " where id > :after order by id", type)
                .setParameter("after", after == null ? FIRST : after)
                .setMaxResults(limit)
                .getResultList();
    }

    private static <T> T required(T found, String what, UUID id) {
        if (found == null) {
            throw ProblemException.variant(ErrorCode.NOT_FOUND, what, id.toString());
        }
        return found;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
