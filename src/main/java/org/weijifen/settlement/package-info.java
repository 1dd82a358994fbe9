/**
 * What merchants are owed for the services and packages they handed out, and how that is settled with them. How much is owed
 * stands in the books; the rows in here say for what, and which settlement it belongs to. Both are written by one operation of
 * the ledger.
 */
package org.weijifen.settlement;
