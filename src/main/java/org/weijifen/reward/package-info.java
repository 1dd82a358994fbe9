/**
 * The catalogue of what points can be redeemed for: goods with stock, services and merchants' packages without. Where units
 * are is the books', the stock's and the redemptions' affair. Operations read rewards through
 * {@link org.weijifen.reward.Rewards}.
 */
package org.weijifen.reward;
