package org.weijifen.merchant;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.weijifen.platform.ScopedId;

/** A partner merchant of a community. Its code stands for ever. */
@Entity
class Merchant {
    @EmbeddedId
    private ScopedId id;

    private String code;
    private String title;
    private String contact;
    private String phone;

    @Enumerated(EnumType.STRING)
    private MerchantStatus status;

    private Instant createdAt;

    /** For Hibernate. */
    protected Merchant() {}

    Merchant(ScopedId id, String code, MerchantDetails details, Instant createdAt) {
        this.id = id;
        this.code = code;
        this.createdAt = createdAt;
        change(details);
    }

    UUID id() {
        return id.id();
    }

    String code() {
        return code;
    }

    Instant createdAt() {
        return createdAt;
    }

    MerchantDetails details() {
        return new MerchantDetails(title, contact, phone, status);
    }

    /** Takes edited details over. */
    final void change(MerchantDetails details) {
        this.title = details.title();
        this.contact = details.contact();
        this.phone = details.phone();
        this.status = details.status();
    }
}
