/**
 * The dues of merchants for the services and packages they handed out, and their settlement. The books have the
 * amounts. The rows of this package say what an amount is for and to which settlement it belongs. Both are written by
 * one operation of the ledger.
 */
package org.weijifen.settlement;
