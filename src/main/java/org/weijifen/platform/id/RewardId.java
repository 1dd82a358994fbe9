package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a reward. */
public record RewardId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RewardId {
        Objects.requireNonNull(value);
    }

    /** The id of a new reward. */
    public static RewardId next() {
        return new RewardId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
