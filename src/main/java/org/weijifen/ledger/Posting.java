package org.weijifen.ledger;

/**
 * A move of a positive whole number of one asset from one account to another.
 *
 * @param amount at least 1
 * @param from the account it leaves
 * @param fromBalance that account's balance after the move
 * @param to the account it enters
 * @param toBalance that account's balance after the move
 */
public record Posting(
        long amount,
        AccountKey from,
        long fromNumber,
        long fromBalance,
        AccountKey to,
        long toNumber,
        long toBalance) {}
