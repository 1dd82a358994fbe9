package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a stocktake. */
public record StocktakeId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StocktakeId {
        Objects.requireNonNull(value);
    }

    /** The id of a new stocktake. */
    public static StocktakeId next() {
        return new StocktakeId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
