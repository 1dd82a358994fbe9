package org.weijifen.audit;

import jakarta.persistence.Transient;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.weijifen.access.FieldChange;
import org.weijifen.ledger.Prefixed;
import org.weijifen.platform.id.Id;

/** Finds out what differs between two states of a row. Each text counts as personal, unless it is named here. */
final class RecordChanges {
    /** The key of a row, which the line names anyway. */
    private static final String KEY = "id";

    /** Codes, time zones, hashes and opaque ids of actors: texts that say nothing about a person. */
    private static final Set<String> NOT_PERSONAL = Set.of(
            "slug", "timeZone", "groups", "figuresHash", "headHash", "preparedBy", "signedBy", "withdrawnBy", "by");

    private RecordChanges() {}

    /**
     * The fields that differ, those of nested records among them.
     *
     * @param before null for a new row
     * @param after null for one that is removed
     */
    static List<FieldChange> between(Record before, Record after) {
        List<FieldChange> changes = new ArrayList<>();
        addTo(changes, "", (after == null ? before : after).getClass(), before, after);
        return changes;
    }

    private static void addTo(List<FieldChange> changes, String prefix, Class<?> type, Record before, Record after) {
        for (RecordComponent component : type.getRecordComponents()) {
            Object then = value(component, before);
            Object now = value(component, after);
            String name = prefix + component.getName();
            if (Objects.equals(now, then) || name.equals(KEY) || isDerived(component)) {
                continue;
            }
            if (component.getType().isRecord() && !Id.class.isAssignableFrom(component.getType())) {
                String inner = component.isAnnotationPresent(Prefixed.class) ? name + "." : prefix;
                addTo(changes, inner, component.getType(), (Record) then, (Record) now);
            } else {
                changes.add(new FieldChange(name, then, now, isPersonal(component)));
            }
        }
    }

    private static boolean isDerived(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(Transient.class);
    }

    private static boolean isPersonal(RecordComponent component) {
        boolean isText = component.getType() == String.class || component.getType() == List.class;
        return isText && !NOT_PERSONAL.contains(component.getName());
    }

    private static Object value(RecordComponent component, Record row) {
        try {
            component.getAccessor().setAccessible(true);
            return row == null ? null : component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component can always be read", e);
        }
    }
}
