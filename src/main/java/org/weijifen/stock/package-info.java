/**
 * Where the units of goods lie, and what becomes of them beside redemptions: pickup stations, receipts, stocktakes,
 * transfers, movements and what runs low. What a redemption reserves and hands out is the redemptions' affair; they name
 * their station by {@link org.weijifen.stock.Stations}.
 */
package org.weijifen.stock;
