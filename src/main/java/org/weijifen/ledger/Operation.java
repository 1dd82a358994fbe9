package org.weijifen.ledger;

import java.util.UUID;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;

/**
 * One use case on the books of one community.
 *
 * @param <R> what it comes to
 */
public interface Operation<R> extends Decision<R> {

    UUID communityId();

    /** Who asks, under which key. */
    Call call();

    /**
     * SHA-256 of everything the request asks for, by which a key that comes again with another request is told. Not
     * asked for when the call has no key.
     */
    String requestHash();

    /**
     * What whoever asks is answered, now and whenever the key comes again: it is kept with what was moved. Null where nobody
     * waits for an answer; then there is no key either.
     */
    default Answer answer(R result) {
        return null;
    }
}
