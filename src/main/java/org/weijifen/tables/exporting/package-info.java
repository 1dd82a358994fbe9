/**
 * Tables for people: members, transactions, redemptions, stock movements and lists to sign, as JSON, CSV or a workbook.
 * Each is one query in one snapshot, streamed row by row; it reads and never writes. The export of whole books, which
 * can be verified, is in package books.
 */
package org.weijifen.tables.exporting;
