package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.weijifen.access.FieldChange;
import org.weijifen.ledger.CanonicalJson;
import org.weijifen.platform.EnumNames;

/** Writes changes of fields as canonical JSON, personal values as their keyed hashes. */
@Singleton
final class ChangesJson {
    private final PersonalValues personalValues;

    ChangesJson(PersonalValues personalValues) {
        this.personalValues = personalValues;
    }

    /**
     * The changes as they stand in a line.
     *
     * @param chain whose key the personal values are hashed with
     */
    String of(UUID chain, List<FieldChange> changes) {
        CanonicalJson json = new CanonicalJson();
        json.raw('[');
        for (int i = 0; i < changes.size(); i++) {
            FieldChange change = changes.get(i);
            json.raw(i == 0 ? "{" : ",{");
            if (change.after() != null) {
                json.raw("\"after\":");
                value(json, chain, change, change.after());
                json.raw(',');
            }
            if (change.before() != null) {
                json.raw("\"before\":");
                value(json, chain, change, change.before());
                json.raw(',');
            }
            json.raw("\"field\":");
            json.text(change.field());
            json.raw('}');
        }
        json.raw(']');
        return json.toString();
    }

    private void value(CanonicalJson json, UUID chain, FieldChange change, Object value) {
        if (value instanceof List<?> list) {
            json.raw('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    json.raw(',');
                }
                value(json, chain, change, list.get(i));
            }
            json.raw(']');
        } else if (change.personal()) {
            json.text(personalValues.hash(chain, textOf(value)));
        } else if (value instanceof Long || value instanceof Integer) {
            json.number(((Number) value).longValue());
        } else if (value instanceof Boolean) {
            json.raw(value.toString());
        } else {
            json.text(textOf(value));
        }
    }

    private static String textOf(Object value) {
        return value instanceof Enum<?> constant ? EnumNames.code(constant) : value.toString();
    }
}
