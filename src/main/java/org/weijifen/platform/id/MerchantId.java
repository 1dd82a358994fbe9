package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a partner merchant. */
public record MerchantId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MerchantId {
        Objects.requireNonNull(value);
    }

    /** The id of a new partner merchant. */
    public static MerchantId next() {
        return new MerchantId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
