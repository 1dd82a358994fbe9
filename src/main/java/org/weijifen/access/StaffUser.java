package org.weijifen.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody who signs in with a name and a password. Of the password only its bcrypt hash is kept. */
@Entity
class StaffUser {
    @Id
    private UUID id;

    private String username;
    private String passwordHash;

    @Enumerated(EnumType.STRING)
    private StaffRole role;

    private List<String> communities;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    private Instant createdAt;

    /** For Hibernate. */
    protected StaffUser() {}

    StaffUser(UUID id, String username, String password, StaffRole role, List<String> communities, Instant createdAt) {
        this.id = id;
        this.username = username;
        this.passwordHash = BcryptUtil.bcryptHash(password);
        this.role = role;
        this.communities = List.copyOf(communities);
        this.status = AccountStatus.ACTIVE;
        this.createdAt = createdAt;
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
        return communities;
    }

    boolean isActive() {
        return status == AccountStatus.ACTIVE;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** What can be edited; the password is never shown. */
    UserDetails details() {
        return new UserDetails(null, communities, status);
    }

    /** Takes edited details over; the password stays when none is given. */
    void change(UserDetails details) {
        if (details.password() != null) {
            this.passwordHash = BcryptUtil.bcryptHash(details.password());
        }
        this.communities = List.copyOf(details.communities());
        this.status = details.status();
    }
}
