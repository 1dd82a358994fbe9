package org.weijifen.reward;

import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.weijifen.platform.ScopedId;

/** A reward, for reading without the lock of the books. Only operations edit it. */
@Entity
@Immutable
@Table(name = "reward")
class ListedReward {
    @EmbeddedId
    private ScopedId id;

    @Embedded
    private Reward row;

    Reward row() {
        return row;
    }
}
