/**
 * Lists that committees bring along as CSV files or Excel workbooks: members, tasks, rewards, opening balances, past
 * activities and redemptions. A file is checked as a whole or row by row, its rows go through the ledger in pages, and what
 * became of each is kept. What a row may do is ruled by its own feature; here is only how rows are read, handed on and told of.
 */
package org.weijifen.tables.importing;
