package org.weijifen.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.weijifen.platform.id.TaskId;

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

    /** See {@link Scope}. */
    private String[] scopes;

    @Column(name = "task_ids")
    private UUID[] taskIds;

    @Column(name = "points_per_day")
    private Long pointsPerDay;

    private int epoch;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected Client() {}

    /** A new active client, which nobody has permitted anything yet. */
    Client(UUID id, String secretHash, Instant now) {
        this.id = id;
        this.secretHash = secretHash;
        this.createdAt = now;
    }

    void changeSecret(String newHash) {
        this.secretHash = newHash;
        endTokens();
    }

    /** Changes its name, where it works, what it may do there, and whether it gets tokens. */
    void change(
            String newName,
            List<String> newCommunities,
            List<String> newScopes,
            CreditLimits newLimits,
            AccountStatus newStatus) {
        this.name = newName;
        this.communities = newCommunities.toArray(String[]::new);
        this.scopes = newScopes.toArray(String[]::new);
        this.taskIds = newLimits.taskIds().stream().map(TaskId::value).sorted().toArray(UUID[]::new);
        this.pointsPerDay = newLimits.pointsPerDay();
        this.status = newStatus;
        endTokens();
    }

    /** Ends all tokens that it has. It gets others by itself. */
    private void endTokens() {
        epoch++;
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

    List<String> scopes() {
        return List.of(scopes);
    }

    CreditLimits limits() {
        return new CreditLimits(
                Arrays.stream(taskIds).map(TaskId::new).collect(Collectors.toUnmodifiableSet()), pointsPerDay);
    }

    int epoch() {
        return epoch;
    }

    AccountStatus status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }
}
