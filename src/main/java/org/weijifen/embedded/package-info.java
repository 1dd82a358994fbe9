/**
 * The real PostgreSQL that the service starts by itself when none is configured: its programs, its data folder, its password
 * and its process. It knows nothing of what the database holds.
 */
package org.weijifen.embedded;
