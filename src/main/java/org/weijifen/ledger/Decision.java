package org.weijifen.ledger;

import java.util.function.Consumer;
import java.util.function.Function;
import org.weijifen.platform.ProblemException;

/**
 * A pure decision over a working copy of the books. It may run more than once (when a batch is tried again), so it has no
 * effect but on the {@link Books} it is given. One that has parts puts theirs together.
 *
 * @param needing names the rows that the decision will look at
 * @param deciding moves what is to be moved, and says what that comes to; or throws a {@link ProblemException}, the refusal,
 *     whereupon everything that was moved here is dropped
 */
public record Decision<R>(Consumer<Needs> needing, Function<Books, R> deciding) {

    public void needs(Needs needs) {
        needing.accept(needs);
    }

    public R decide(Books books) {
        return deciding.apply(books);
    }
}
