/**
 * The closing of months by two persons. One prepares it and sees the findings of the checks. Another one signs the hash
 * of the figures. Nothing can be posted in a closed month.
 */
package org.weijifen.closing;
