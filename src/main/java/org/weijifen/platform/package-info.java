/**
 * The basis of every feature: errors, paging, the clock, ids and access to the database. It knows no feature and no
 * books.
 */
package org.weijifen.platform;
