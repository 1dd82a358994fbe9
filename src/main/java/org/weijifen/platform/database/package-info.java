/**
 * The database the service stands on: a real PostgreSQL that it starts by itself when none is configured, and the check that
 * whichever it uses keeps what it acknowledged. Nothing here knows what the database holds.
 */
package org.weijifen.platform.database;
