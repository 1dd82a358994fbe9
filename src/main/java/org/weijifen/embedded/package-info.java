/**
 * The real PostgreSQL that the service starts when no database is configured: its programs, its data folder, its
 * password and its process. The package does not know what the database holds.
 */
package org.weijifen.embedded;
