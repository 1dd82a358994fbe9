package org.weijifen.ledger;

import java.util.function.Consumer;
import java.util.function.Function;
import org.weijifen.platform.ProblemException;

/**
 * A pure decision over a working copy of the books. It may run more than once, when a batch is tried again. So it has
 * no effect except on the {@link Books} it is given.
 *
 * @param needing names the rows that the decision will look at
 * @param deciding makes the moves and returns the result; or refuses with a {@link ProblemException}, which undoes all
 *     its moves
 */
public record Decision<R>(Consumer<Needs> needing, Function<Books, R> deciding) {

    public void needs(Needs needs) {
        needing.accept(needs);
    }

    public R decide(Books books) {
        return deciding.apply(books);
    }
}
