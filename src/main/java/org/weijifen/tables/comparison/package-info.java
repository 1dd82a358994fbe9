/**
 * Reconciliation of the books with a table somebody else keeps, such as a committee's own list of hours or of goods
 * handed out: every row is paired with an entry of the books, or reported as missing on one side. It posts nothing and
 * stores nothing.
 */
package org.weijifen.tables.comparison;
