package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a pickup station other than the main one. */
public record StationId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StationId {
        Objects.requireNonNull(value);
    }

    /** The id of a new pickup station other than the main one. */
    public static StationId next() {
        return new StationId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
