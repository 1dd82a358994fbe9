/**
 * The words in tables of committees: the headings of their columns, for imports and reconciliations alike, and the rows
 * that contain no data. What happens to a row is not decided here.
 */
package org.weijifen.tables.vocabulary;
