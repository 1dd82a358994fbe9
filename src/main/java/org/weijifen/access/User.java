package org.weijifen.access;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.weijifen.platform.id.MerchantId;

/** A person of the staff who signs in with a user name and a password. */
@Entity
@Table(name = "access_user")
class User {
    /** The largest number of characters of a display name. */
    static final int MAX_DISPLAY_NAME = 100;

    @Id
    private UUID id;

    private String username;

    @Column(name = "display_name")
    private String displayName;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "password_change_required")
    private boolean passwordChangeRequired;

    @Enumerated(EnumType.STRING)
    private StaffRole role;

    private String[] communities;

    /** Where they worked before and no longer do. */
    @Column(name = "former_communities")
    private String[] formerCommunities;

    /** See {@link Grants}. */
    private String[] permissions;

    private int epoch;

    @Column(name = "merchant_id")
    private MerchantId merchantId;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    @Column(name = "created_at")
    private Instant createdAt;

    /** Null without one. */
    @Embedded
    private SecondFactor secondFactor;

    /** For Hibernate. */
    protected User() {}

    /**
     * A new active user, who has to change the password that somebody else has chosen.
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
        this.passwordChangeRequired = true;
        this.role = role;
        this.communities = communities.toArray(String[]::new);
        this.permissions = permissions.toArray(String[]::new);
        this.formerCommunities = new String[0];
        this.merchantId = merchantId;
        this.status = AccountStatus.ACTIVE;
        this.createdAt = now;
    }

    /** Somebody else has chosen this password, and knows it until it is changed. */
    void setPassword(String newHash) {
        this.passwordHash = newHash;
        this.passwordChangeRequired = true;
        endTokens();
    }

    /** The user has chosen this password. */
    void changeOwnPassword(String newHash) {
        this.passwordHash = newHash;
        this.passwordChangeRequired = false;
        endTokens();
    }

    /** Begins an enrolment, which changes nothing yet about signing in. */
    void beginSecondFactor(byte[] encryptedSecret) {
        this.secondFactor = new SecondFactor(encryptedSecret);
    }

    void confirmSecondFactor(long usedStep, String[] recoveryHashes, Instant now) {
        secondFactor.confirm(usedStep, recoveryHashes, now);
        endTokens();
    }

    void removeSecondFactor() {
        boolean inUse = hasSecondFactor();
        this.secondFactor = null;
        if (inUse) {
            endTokens();
        }
    }

    /** @param newName null, or the user name, for none of its own */
    void rename(String newName) {
        this.displayName = username.equals(newName) ? null : newName;
    }

    /** Changes where the user works, what they may do there, and whether they get tokens. */
    void change(List<String> newCommunities, List<String> newPermissions, AccountStatus newStatus) {
        if (!newCommunities.equals(communities()) || !newPermissions.equals(permissions()) || newStatus != status) {
            endTokens();
        }
        this.formerCommunities = FormerCommunities.after(formerCommunities, communities, newCommunities);
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

    /** What others call them: the user name until they have another one. */
    String displayName() {
        return displayName == null ? username : displayName;
    }

    String passwordHash() {
        return passwordHash;
    }

    boolean isPasswordChangeRequired() {
        return passwordChangeRequired;
    }

    /** Null without one; perhaps not confirmed yet. */
    SecondFactor secondFactor() {
        return secondFactor;
    }

    boolean hasSecondFactor() {
        return secondFactor != null && secondFactor.isConfirmed();
    }

    /** Where they sign what others have prepared, such as the closing of a month; without meaning for an admin. */
    List<String> approvesIn() {
        Grants grants = new Grants(role.inTokens(), Set.copyOf(communities()), Set.copyOf(permissions()));
        return communities().stream()
                .filter(community -> grants.in(community).contains(Permission.APPROVER))
                .toList();
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
