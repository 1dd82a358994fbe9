package org.weijifen.access;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.platform.id.TaskId;

/** A system that signs in with a client id and a secret, such as the backend of a mini-program. */
@Entity
@Table(name = "access_client")
class Client {
    /** How many secrets are good at a time: the one in use can be replaced while both are. */
    static final int MOST_SECRETS = 2;

    @Id
    private UUID id;

    private String name;

    /** The newest one; null when it was ended. */
    @Embedded
    @AttributeOverride(name = "id", column = @Column(name = "secret_id"))
    @AttributeOverride(name = "hash", column = @Column(name = "secret_hash"))
    @AttributeOverride(name = "createdAt", column = @Column(name = "secret_created_at"))
    private ClientSecret secret;

    /** The one before, which is good as well; null without one. */
    @Embedded
    @AttributeOverride(name = "id", column = @Column(name = "previous_secret_id"))
    @AttributeOverride(name = "hash", column = @Column(name = "previous_secret_hash"))
    @AttributeOverride(name = "createdAt", column = @Column(name = "previous_secret_created_at"))
    private ClientSecret previousSecret;

    private String[] communities;

    /** Where it worked before and no longer does. */
    @Column(name = "former_communities")
    private String[] formerCommunities;

    /** See {@link Scope}. */
    private String[] scopes;

    @Column(name = "task_ids")
    private UUID[] taskIds;

    @Column(name = "points_per_day")
    private Long pointsPerDay;

    private int epoch;

    /** Of the tokens that it gets for members. */
    @Column(name = "minting_epoch")
    private int mintingEpoch;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected Client() {}

    /** A new active client, which nobody has permitted anything yet. */
    Client(UUID id, String secretHash, Instant now) {
        this.id = id;
        this.secret = new ClientSecret(id, secretHash, now);
        this.communities = new String[0];
        this.scopes = new String[0];
        this.taskIds = new UUID[0];
        this.formerCommunities = new String[0];
        this.createdAt = now;
    }

    /** Adds a secret. The one before stays good, the one before that ends. */
    void addSecret(ClientSecret added) {
        this.previousSecret = secret;
        this.secret = added;
        endTokens();
    }

    /**
     * Puts another value in the place of the newest secret, whose own was perhaps never received. The one before stays.
     *
     * @return whether the newest secret is the one with this id; otherwise nothing is changed
     */
    boolean replaceNewest(UUID secretId, String newHash, Instant now) {
        boolean newest = secret != null && secret.id().equals(secretId);
        if (newest) {
            this.secret = new ClientSecret(secretId, newHash, now);
            endTokens();
        }
        return newest;
    }

    /** Ends a secret; false when there is no such secret. */
    boolean endSecret(UUID secretId) {
        Optional<ClientSecret> ended =
                secrets().stream().filter(one -> one.id().equals(secretId)).findFirst();
        if (ended.isPresent()) {
            this.secret = secrets().stream()
                    .filter(one -> !one.id().equals(secretId))
                    .findFirst()
                    .orElse(null);
            this.previousSecret = null;
            endTokens();
        }
        return ended.isPresent();
    }

    /** Changes its name, where it works, what it may do there, and whether it gets tokens. */
    void change(
            String newName,
            List<String> newCommunities,
            List<String> newScopes,
            CreditLimits newLimits,
            AccountStatus newStatus) {
        boolean otherWhereabouts = !newCommunities.equals(communities())
                || !Arrays.equals(newScopes.toArray(), scopes)
                || newStatus != status;
        if (otherWhereabouts) {
            mintingEpoch++;
        }
        if (otherWhereabouts || !newLimits.equals(limits())) {
            endTokens();
        }
        this.name = newName;
        this.formerCommunities = FormerCommunities.after(formerCommunities, communities, newCommunities);
        this.communities = newCommunities.toArray(String[]::new);
        this.scopes = newScopes.toArray(String[]::new);
        this.taskIds = newLimits.taskIds().stream().map(TaskId::value).sorted().toArray(UUID[]::new);
        this.pointsPerDay = newLimits.pointsPerDay();
        this.status = newStatus;
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

    /** The secrets that are good, the newest first. */
    List<ClientSecret> secrets() {
        return Stream.of(Optional.ofNullable(secret), Optional.ofNullable(previousSecret))
                .flatMap(Optional::stream)
                .toList();
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

    int mintingEpoch() {
        return mintingEpoch;
    }

    AccountStatus status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }
}
