package org.weijifen.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A system that signs in with a client id and a secret, such as the backend of a mini-program. */
@Entity
@Table(name = "access_client")
class Client {
    @Id
    private UUID id;

    private String name;

    @Column(name = "secret_hash")
    private String secretHash;

    private String[] communities;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected Client() {}

    /** A new active client; {@code communities} are slugs. */
    Client(UUID id, String name, String secretHash, List<String> communities, Instant now) {
        this.id = id;
        this.name = name;
        this.secretHash = secretHash;
        this.communities = communities.toArray(String[]::new);
        this.status = AccountStatus.ACTIVE;
        this.createdAt = now;
    }

    void changeSecret(String newHash) {
        this.secretHash = newHash;
    }

    /** Changes its name, communities and status. */
    void change(String newName, List<String> newCommunities, AccountStatus newStatus) {
        this.name = newName;
        this.communities = newCommunities.toArray(String[]::new);
        this.status = newStatus;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String secretHash() {
        return secretHash;
    }

    List<String> communities() {
        return List.of(communities);
    }

    AccountStatus status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }
}
