package org.weijifen.member;

import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.weijifen.platform.ScopedId;

/** A member, for reading without the lock of the books. Only operations edit it. */
@Entity
@Immutable
@Table(name = "member")
class ListedMember {
    @EmbeddedId
    private ScopedId id;

    @Embedded
    private Member row;

    Member row() {
        return row;
    }
}
