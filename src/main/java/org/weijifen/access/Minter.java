package org.weijifen.access;

/**
 * Who gets a token for a member.
 *
 * @param name {@code client/<id>} or {@code user/<id>}
 * @param epoch of the tokens that they get: they end with it
 */
public record Minter(String name, int epoch) {}
