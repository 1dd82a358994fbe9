/**
 * The books of a community as a whole: their transactions, totals, export and verification, and the reversal of a transaction
 * that was a mistake. Only a reversal posts anything; everything else reads.
 */
package org.weijifen.books;
