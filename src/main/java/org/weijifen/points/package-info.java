/**
 * Everything about a member's points: credits, deductions, expiry, balance and statement. How points move is
 * the ledger's {@link org.weijifen.ledger.Wallet}; what is here decides whether they may.
 */
package org.weijifen.points;
