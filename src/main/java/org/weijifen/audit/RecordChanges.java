package org.weijifen.audit;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.weijifen.access.FieldChange;
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
     */
    static List<FieldChange> between(Record before, Record after) {
        List<FieldChange> changes = new ArrayList<>();
        for (RecordComponent component : after.getClass().getRecordComponents()) {
            Object now = value(component, after);
            Object then = before == null ? null : value(component, before);
            if (Objects.equals(now, then) || component.getName().equals(KEY)) {
                continue;
            }
            if (component.getType().isRecord() && !Id.class.isAssignableFrom(component.getType()) && now != null) {
                changes.addAll(between((Record) then, (Record) now));
            } else {
                changes.add(new FieldChange(component.getName(), then, now, isPersonal(component)));
            }
        }
        return changes;
    }

    private static boolean isPersonal(RecordComponent component) {
        boolean isText = component.getType() == String.class || component.getType() == List.class;
        return isText && !NOT_PERSONAL.contains(component.getName());
    }

    private static Object value(RecordComponent component, Record row) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component can always be read", e);
        }
    }
}
