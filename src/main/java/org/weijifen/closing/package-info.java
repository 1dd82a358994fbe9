/**
 * The closing of months by two persons: one prepares it and sees what the checks found, another one signs the hash of the
 * figures. A closed month takes no more transactions.
 */
package org.weijifen.closing;
