/**
 * What committees reconcile with: the transactions of a community, its totals, the export of its books and their
 * verification. Only reads the ledger; nothing in here moves or mends anything.
 */
package org.weijifen.reconciliation;
