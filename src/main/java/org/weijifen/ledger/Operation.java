package org.weijifen.ledger;

import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.RequestHash;

/**
 * One use case on the books of one community.
 *
 * @param call who asks, under which key
 * @param requestHash of everything the request asks for, by which a key that comes again with another request is told; see
 *     {@link RequestHash}. Null without a key
 * @param answer what whoever asks is answered, now and whenever the key comes again: it is kept with what was moved
 */
public record Operation<R>(
        UUID communityId, Call call, String requestHash, Decision<R> decision, Function<R, Answer> answer) {

    /** One without a key, whose result is all that anybody asks for. */
    public Operation(UUID communityId, Call call, Decision<R> decision) {
        this(communityId, call, null, decision, result -> null);
    }

    /** Whether what comes of it is kept. */
    boolean isKeyed() {
        return call.idempotencyKey() != null && !call.dryRun();
    }
}
