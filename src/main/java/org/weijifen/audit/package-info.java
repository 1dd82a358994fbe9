/**
 * The security log: who signed in, changed, exported and read what, and who was refused. Its lines are chained like the books, one
 * chain for each community and one for the service itself. Others write to it through {@link
 * org.weijifen.access.SecurityLog}; edits of rows come from the ledger. Nothing here knows a feature.
 */
package org.weijifen.audit;
