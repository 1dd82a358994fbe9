package org.weijifen.ledger;

import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.RequestHash;

/**
 * One use case on the books of one community.
 *
 * @param call who sends the request, and under which key
 * @param requestHash hash of everything the request asks for, see {@link RequestHash}. It shows whether a key is used
 *     again for another request. Null without a key
 * @param answer makes the answer from the result. The answer is kept with the moves, and given again for the same key
 */
public record Operation<R>(
        UUID communityId, Call call, String requestHash, Decision<R> decision, Function<R, Answer> answer) {

    /** An operation without a key, of which only the result is used. */
    public Operation(UUID communityId, Call call, Decision<R> decision) {
        this(communityId, call, null, decision, result -> null);
    }

    /** Whether its answer is kept. */
    boolean isKeyed() {
        return call.idempotencyKey() != null && !call.dryRun();
    }
}
