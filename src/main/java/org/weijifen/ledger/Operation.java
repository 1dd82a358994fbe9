package org.weijifen.ledger;

import java.util.UUID;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;

/**
 * One use case on the books of one community: what it needs, and a pure decision over a working copy. The decision may
 * run more than once (when a batch is tried again), so it has no effect but on the {@link Books} it is given.
 */
public interface Operation {

    UUID communityId();

    /** Who asks, under which key. */
    Call call();

    /**
     * SHA-256 of everything the request asks for, by which a key that comes again with another request is told. Not
     * asked for when the call has no key.
     */
    String requestHash();

    /** Names the rows that {@link #decide} will look at. */
    void needs(Needs needs);

    /**
     * Moves what is to be moved, and answers.
     *
     * @throws ProblemException the refusal, whereupon everything this operation moved is dropped
     */
    Answer decide(Books books);
}
