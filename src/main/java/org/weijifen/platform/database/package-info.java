/**
 * What the service wants of its database, whoever runs it: the settings are checked before a start, and the server keeps what it
 * acknowledges.
 */
package org.weijifen.platform.database;
