/**
 * The catalogue of what points can be redeemed for: goods with stock, services and merchants' packages without. Puts
 * goods into stock; where units go after that is the books' and the redemptions' affair. Operations read rewards through
 * {@link org.weijifen.reward.Rewards}.
 */
package org.weijifen.reward;
