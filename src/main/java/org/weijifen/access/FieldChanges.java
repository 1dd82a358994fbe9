package org.weijifen.access;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what differs of an account, and writes its line. Fields that stay as they are leave nothing. */
final class FieldChanges {
    private final List<FieldChange> changes = new ArrayList<>();

    FieldChanges add(String field, Object before, Object after) {
        return addUnlessSame(FieldChange.of(field, before, after));
    }

    FieldChanges addPersonal(String field, Object before, Object after) {
        return addUnlessSame(FieldChange.personal(field, before, after));
    }

    FieldChanges addSecret(String field) {
        changes.add(FieldChange.secret(field));
        return this;
    }

    private FieldChanges addUnlessSame(FieldChange change) {
        boolean isNothing = change.before() == null && List.of().equals(change.after());
        if (!isNothing && !Objects.equals(change.before(), change.after())) {
            changes.add(change);
        }
        return this;
    }

    /** Writes a line in the current transaction, unless nothing changes. */
    void append(SecurityLog log, EntityManager entities, SecurityEvent event) {
        if (!changes.isEmpty()) {
            log.append(entities, event.with(changes));
        }
    }
}
