package org.weijifen.merchant;

import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.weijifen.platform.ScopedId;

/** A merchant, for reading without the lock of the books. Only operations edit it. */
@Entity
@Immutable
@Table(name = "merchant")
class ListedMerchant {
    @EmbeddedId
    private ScopedId id;

    @Embedded
    private Merchant row;

    Merchant row() {
        return row;
    }
}
