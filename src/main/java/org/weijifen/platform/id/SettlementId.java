package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a settlement. */
public record SettlementId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SettlementId {
        Objects.requireNonNull(value);
    }

    /** The id of a new settlement. */
    public static SettlementId next() {
        return new SettlementId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
