package org.weijifen.ledger;

import java.time.Instant;
import java.util.UUID;
import org.weijifen.platform.Call;

/**
 * A row that was added, changed or removed, in the order of the books.
 *
 * @param communityId the community whose books give the order
 * @param what name of its table
 * @param id its key within the community: a UUID, or a code such as a month
 * @param call who did it
 * @param before null for a new row
 * @param after null for one that is removed
 */
public record Edit<R extends Record>(
        UUID communityId, String what, Object id, Call call, Instant at, R before, R after) {}
