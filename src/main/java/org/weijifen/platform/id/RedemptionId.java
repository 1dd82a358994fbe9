package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a redemption. */
public record RedemptionId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RedemptionId {
        Objects.requireNonNull(value);
    }

    /** The id of a new redemption. */
    public static RedemptionId next() {
        return new RedemptionId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
