package org.weijifen.platform;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/**
 * Primary key of a row that belongs to a community. The community leads every key, so that the rows of one community can
 * live together on one of several databases.
 */
@Embeddable
public record ScopedId(
        @Column(name = "community_id") UUID communityId,
        @Column(name = "id") UUID id) implements Serializable {

    /** A new id in a community. */
    public static ScopedId next(UUID communityId) {
        return new ScopedId(communityId, Ids.next());
    }
}
