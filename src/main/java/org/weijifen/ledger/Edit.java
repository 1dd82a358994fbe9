package org.weijifen.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * A row that was added or changed, in the order of the books.
 *
 * @param communityId the community whose books give the order
 * @param what name of its table
 * @param actor opaque id of who did it
 * @param before null for a new row
 */
public record Edit<R extends Record>(
        UUID communityId, String what, UUID id, String actor, Instant at, R before, R after) {}
