package org.weijifen.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes ids. */
public final class Ids {
    private Ids() {}

    /** A new time-ordered id (UUIDv7, RFC 9562), so that rows of one time lie together in an index. */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
