/**
 * The stock of goods: pickup stations, receipts, stocktakes, transfers, movements and low stock. Package redemption
 * reserves and hands out units. It names its stations by {@link org.weijifen.stock.Stations}.
 */
package org.weijifen.stock;
