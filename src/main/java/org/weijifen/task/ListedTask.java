package org.weijifen.task;

import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.weijifen.platform.ScopedId;

/** A task, for reading without the lock of the books. Only operations edit it. */
@Entity
@Immutable
@Table(name = "task")
class ListedTask {
    @EmbeddedId
    private ScopedId id;

    @Embedded
    private Task row;

    Task row() {
        return row;
    }
}
