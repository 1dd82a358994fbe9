/**
 * What committees reconcile with: the transactions of a community, its totals, the export of its books and their
 * verification; what a month comes to, followed down to its transactions; and the closing of months by two persons. It reads
 * the books and closes their periods; nothing in here moves or mends anything.
 */
package org.weijifen.reconciliation;
