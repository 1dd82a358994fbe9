/**
 * Tables as people keep them in Excel: reads uploaded workbooks and CSV files row by row, and writes tables for
 * download. Knows no feature: the feature that reads or writes a table decides what a column means.
 */
package org.weijifen.tables.sheet;
