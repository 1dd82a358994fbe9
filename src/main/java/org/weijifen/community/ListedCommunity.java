package org.weijifen.community;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A community, for opening and reading without the lock of the books. Only operations edit it. */
@Entity
@Immutable
@Table(name = "community")
class ListedCommunity {
    @Id
    private UUID id;

    @Embedded
    private Community row;

    /** For Hibernate. */
    protected ListedCommunity() {}

    ListedCommunity(Community row) {
        this.id = row.id();
        this.row = row;
    }

    Community row() {
        return row;
    }
}
