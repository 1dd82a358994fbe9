package org.weijifen.ledger;

import org.weijifen.platform.Answer;

/**
 * What came of an operation, once it is committed.
 *
 * @param replayed whether the key had been seen before, and this is the first answer again
 */
public record Outcome(Answer answer, boolean replayed) {}
