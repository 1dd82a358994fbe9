/**
 * The books: the only code that moves points and goods. A feature describes an {@link org.weijifen.ledger.Operation} and
 * hands it to the {@link org.weijifen.ledger.Ledger}; everything about accounts, transactions, the hash chain and the
 * group commit stays in here. Knows no feature: what an operation needs of a feature's own rows comes through
 * {@link org.weijifen.ledger.Table}, and what follows from the books is written by {@link org.weijifen.ledger.Projection};
 * and nothing of HTTP: an operation says what is answered for what it comes to.
 */
package org.weijifen.ledger;
