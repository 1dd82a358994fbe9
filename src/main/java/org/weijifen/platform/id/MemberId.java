package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a member. */
public record MemberId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MemberId {
        Objects.requireNonNull(value);
    }

    /** The id of a new member. */
    public static MemberId next() {
        return new MemberId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
