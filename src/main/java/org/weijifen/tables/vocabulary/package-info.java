/**
 * The words of tables that committees keep: what their columns are called, for imports and reconciliations alike, and which of
 * their rows are no facts. What is done with a row is not decided here.
 */
package org.weijifen.tables.vocabulary;
