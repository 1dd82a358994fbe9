package org.weijifen.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A system that signs in with an id and a secret. Of the secret only its bcrypt hash is kept. */
@Entity
class ApiClient {
    @Id
    private UUID id;

    private String name;
    private String secretHash;
    private List<String> communities;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    private Instant createdAt;

    /** For Hibernate. */
    protected ApiClient() {}

    ApiClient(UUID id, String name, String secret, List<String> communities, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.secretHash = BcryptUtil.bcryptHash(secret);
        this.communities = List.copyOf(communities);
        this.status = AccountStatus.ACTIVE;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    String secretHash() {
        return secretHash;
    }

    boolean isActive() {
        return status == AccountStatus.ACTIVE;
    }

    Instant createdAt() {
        return createdAt;
    }

    ClientDetails details() {
        return new ClientDetails(name, communities, status);
    }

    List<String> communities() {
        return communities;
    }

    /** Takes edited details over. */
    void change(ClientDetails details) {
        this.name = details.name();
        this.communities = List.copyOf(details.communities());
        this.status = details.status();
    }
}
