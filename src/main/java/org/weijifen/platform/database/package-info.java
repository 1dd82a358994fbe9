/**
 * The requirements on the database, whoever runs it: the settings are checked before a start, and the server must keep
 * what it acknowledges.
 */
package org.weijifen.platform.database;
