package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.weijifen.access.FieldChange;
import org.weijifen.ledger.CanonicalJson;
import org.weijifen.platform.EnumNames;

/** Writes changes of fields as canonical JSON: each value as a text, personal ones as their keyed hashes. */
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
            write(json, "after", textOf(chain, change, change.after()));
            write(json, "before", textOf(chain, change, change.before()));
            json.raw("\"field\":");
            json.text(change.field());
            json.raw('}');
        }
        json.raw(']');
        return json.toString();
    }

    private static void write(CanonicalJson json, String name, String value) {
        if (value != null) {
            json.raw("\"" + name + "\":");
            json.text(value);
            json.raw(',');
        }
    }

    /** Lists with commas between their elements; null for null. */
    private String textOf(UUID chain, FieldChange change, Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(element -> textOf(chain, change, element)).collect(Collectors.joining(","));
        }
        if (value == null) {
            return null;
        }
        String text = value instanceof Enum<?> constant ? EnumNames.code(constant) : value.toString();
        return change.personal() ? personalValues.hash(chain, text) : text;
    }
}
