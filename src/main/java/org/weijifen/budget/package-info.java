/**
 * Budgets: the number of points that may be issued in a month, for the whole community and for single tasks. The
 * operation that makes a credit counts it for its budgets. The counts are compared with the books.
 */
package org.weijifen.budget;
