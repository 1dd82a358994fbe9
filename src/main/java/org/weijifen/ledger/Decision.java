package org.weijifen.ledger;

import java.util.function.Consumer;
import java.util.function.Function;
import org.weijifen.platform.ProblemException;

/**
 * A pure decision over a working copy of the books. It may be taken more than once (when a batch is tried again), so it has no
 * effect but on the {@link Books} it is given. One that has parts takes theirs.
 *
 * @param named names the rows that the decision will look at
 * @param taken moves what is to be moved, and says what that comes to; or throws a {@link ProblemException}, the refusal,
 *     whereupon everything that was moved here is dropped
 */
public record Decision<R>(Consumer<Needs> named, Function<Books, R> taken) {

    public void name(Needs needs) {
        named.accept(needs);
    }

    public R take(Books books) {
        return taken.apply(books);
    }
}
