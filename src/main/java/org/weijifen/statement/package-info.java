/**
 * What a month, a quarter or a year comes to: each line of it, its proof, its links down to the transactions, and the figures
 * that are recorded with a closing. It reads the books and never writes them.
 */
package org.weijifen.statement;
