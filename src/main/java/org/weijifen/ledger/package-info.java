/**
 * The books: the only code that moves points, goods and dues. A feature makes an {@link org.weijifen.ledger.Operation}
 * and submits it to the {@link org.weijifen.ledger.Ledger}. Everything about accounts, transactions, the hash chain and
 * the group commit is in this package. It knows no feature: an operation loads a feature's own rows through {@link
 * org.weijifen.ledger.Table}, and a {@link org.weijifen.ledger.Projection} writes what follows from the books. It knows
 * no HTTP: the operation makes its own answer.
 */
package org.weijifen.ledger;
