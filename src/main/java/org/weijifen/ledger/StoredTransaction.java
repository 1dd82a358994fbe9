package org.weijifen.ledger;

/**
 * A transaction as it is in the database.
 *
 * @param reversedBy the sequence of the transaction that takes it back, or null
 */
public record StoredTransaction(Transaction transaction, String hash, Long reversedBy) {}
