/**
 * Everything about a member's points: credits, deductions, expiry, balance and statement. The ledger's {@link
 * org.weijifen.ledger.Wallet} moves the points. This package decides whether they may move.
 */
package org.weijifen.points;
