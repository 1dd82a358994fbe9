package org.weijifen.tables.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.weijifen.tables.sheet.Column;

/** The columns in which a row differs from the stored values. The values are left out, because they may be personal data. */
final class Changes {
    private final List<String> names = new ArrayList<>();

    void add(Column column, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            names.add(column.name());
        }
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
