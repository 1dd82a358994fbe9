/**
 * Imports of lists as CSV files or Excel workbooks: members, tasks, rewards, opening balances, past activities and
 * redemptions. A file is checked as a whole or row by row, its rows go through the ledger in pages, and the result of
 * each row is kept. The rules for a row belong to its feature. This package only reads rows, passes them on and reports
 * their results.
 */
package org.weijifen.tables.importing;
