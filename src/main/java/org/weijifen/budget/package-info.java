/**
 * How many points may be issued in a month, by the whole community and by single tasks. Credits are counted against it by
 * the operation that makes them; what has been issued follows from the books, and is compared with them.
 */
package org.weijifen.budget;
