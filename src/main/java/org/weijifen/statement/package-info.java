/**
 * The statements of months, quarters and years: their lines, proof and links to the transactions, and the figures that
 * are recorded with a closing. It reads the books and never writes them.
 */
package org.weijifen.statement;
