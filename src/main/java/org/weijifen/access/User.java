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
import org.weijifen.platform.id.MerchantId;

/** A person of the staff who signs in with a user name and a password. */
@Entity
@Table(name = "access_user")
class User {
    @Id
    private UUID id;

    private String username;

    @Column(name = "password_hash")
    private String passwordHash;

    @Enumerated(EnumType.STRING)
    private StaffRole role;

    private String[] communities;

    /** See {@link Grants}. */
    private String[] permissions;

    private int epoch;

    @Column(name = "merchant_id")
    private MerchantId merchantId;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected User() {}

    /**
     * A new active user.
     *
     * @param communities slugs, without meaning for an admin; just one for a merchant's user
     * @param permissions what they may do in communities where they have not all permissions of their role
     * @param merchantId whom a merchant's user works for; null for everybody else
     */
    User(
            UUID id,
            String username,
            String passwordHash,
            StaffRole role,
            List<String> communities,
            List<String> permissions,
            MerchantId merchantId,
            Instant now) {
        this.id = id;
        this.username = username;
        this.passwordHash = passwordHash;
        this.role = role;
        this.communities = communities.toArray(String[]::new);
        this.permissions = permissions.toArray(String[]::new);
        this.merchantId = merchantId;
        this.status = AccountStatus.ACTIVE;
        this.createdAt = now;
    }

    void changePassword(String newHash) {
        this.passwordHash = newHash;
        endTokens();
    }

    /** Changes where the user works, what they may do there, and whether they get tokens. */
    void change(List<String> newCommunities, List<String> newPermissions, AccountStatus newStatus) {
        if (!newCommunities.equals(communities()) || !newPermissions.equals(permissions()) || newStatus != status) {
            endTokens();
        }
        this.communities = newCommunities.toArray(String[]::new);
        this.permissions = newPermissions.toArray(String[]::new);
        this.status = newStatus;
    }

    /** Ends all tokens that they have. */
    private void endTokens() {
        epoch++;
    }

    UUID id() {
        return id;
    }

    String username() {
        return username;
    }

    String passwordHash() {
        return passwordHash;
    }

    StaffRole role() {
        return role;
    }

    List<String> communities() {
        return List.of(communities);
    }

    List<String> permissions() {
        return List.of(permissions);
    }

    int epoch() {
        return epoch;
    }

    MerchantId merchantId() {
        return merchantId;
    }

    AccountStatus status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }
}
