/**
 * Tables as people keep them in Excel: reads uploaded workbooks and CSV files row by row, and writes tables for download.
 * Knows no feature: what a column means is told by whoever reads or writes.
 */
package org.weijifen.tables.sheet;
