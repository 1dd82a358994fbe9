/**
 * Redemptions: reserve, collect by pickup code, cancel, return, and the job that expires redemptions which were not
 * collected. A redemption's row and the moves of its points and goods are written in one transaction, by one operation
 * of the ledger.
 */
package org.weijifen.redemption;
