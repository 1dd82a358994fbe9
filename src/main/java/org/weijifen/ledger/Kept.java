package org.weijifen.ledger;

import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** What is kept under an idempotency key. */
sealed interface Kept {

    /** See {@link Operation#requestHash}. */
    String requestHash();

    /** The first answer again. */
    Answer answer(Call call, Problems problems);

    /**
     * The answer of an operation that was done. It is kept for ever.
     *
     * @param sequence number of the last transaction that was posted with it; null when there was none, or when it was
     *     not recorded
     */
    record Success(String requestHash, Answer answer, Long sequence) implements Kept {
        @Override
        public Answer answer(Call call, Problems problems) {
            return answer;
        }
    }

    /**
     * A refusal. Its text is made in the language of the request that asks again.
     *
     * @param requestId of the request that was refused
     */
    record Refusal(String requestHash, ProblemException problem, String requestId) implements Kept {
        @Override
        public Answer answer(Call call, Problems problems) {
            return problems.answer(
                    problem,
                    new Call(
                            call.caller(),
                            call.actor(),
                            call.idempotencyKey(),
                            call.dryRun(),
                            call.locale(),
                            call.path(),
                            requestId));
        }
    }

    /** A refusal of an older version, which kept the text and not the code. */
    record Document(String requestHash, Answer answer) implements Kept {
        @Override
        public Answer answer(Call call, Problems problems) {
            return answer;
        }
    }
}
