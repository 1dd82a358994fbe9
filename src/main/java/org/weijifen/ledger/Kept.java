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
     * Something was done; kept for ever.
     *
     * @param sequence number of the last transaction that was posted with it; null when none was, or when nobody kept it
     */
    record Success(String requestHash, Answer answer, Long sequence) implements Kept {
        @Override
        public Answer answer(Call call, Problems problems) {
            return answer;
        }
    }

    /**
     * A refusal, to be worded in the language of whoever asks again.
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
                            call.idempotencyKey(),
                            call.dryRun(),
                            call.locale(),
                            call.path(),
                            requestId));
        }
    }

    /** A refusal of the time when they were kept as they had been worded. */
    record Document(String requestHash, Answer answer) implements Kept {
        @Override
        public Answer answer(Call call, Problems problems) {
            return answer;
        }
    }
}
