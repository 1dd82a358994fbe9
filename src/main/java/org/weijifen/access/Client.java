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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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
        this.secret = new ClientSecret(id, secretHash, now);
        this.communities = communities.toArray(String[]::new);
        this.formerCommunities = new String[0];
        this.status = AccountStatus.ACTIVE;
        this.createdAt = now;
    }

    /** Adds a secret. The one before stays good, the one before that ends. */
    void addSecret(ClientSecret added) {
        this.previousSecret = secret;
        this.secret = added;
        credentialsChanged();
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
            credentialsChanged();
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
            credentialsChanged();
        }
        return ended.isPresent();
    }

    /** Each change of what this client signs in with passes here: it is the place to end earlier tokens. */
    private void credentialsChanged() {}

    /** Changes its name, communities and status. */
    void change(String newName, List<String> newCommunities, AccountStatus newStatus) {
        this.name = newName;
        this.formerCommunities = FormerCommunities.after(formerCommunities, communities, newCommunities);
        this.communities = newCommunities.toArray(String[]::new);
        this.status = newStatus;
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

    AccountStatus status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }
}
