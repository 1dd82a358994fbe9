/**
 * Reconciliation of the books with a table somebody else keeps, such as a committee's own list of hours or of goods handed
 * out: every row is paired with what stands in the books, or said to be missing on one side. It posts nothing and keeps
 * nothing.
 */
package org.weijifen.tables.comparison;
