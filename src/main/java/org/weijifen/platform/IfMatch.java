package org.weijifen.platform;

import java.util.Arrays;

/**
 * The header If-Match of a request (RFC 9110). The request applies only to the state that its sender has read, and not
 * to a later state.
 *
 * @param header ETags, or {@code *}; one without any matches no state; null when the request has none and applies to any state
 */
public record IfMatch(String header) {
    private static final String ANY = "*";

    /**
     * Refuses unless it matches the current state.
     *
     * @param tag the ETag of the current state
     * @throws ProblemException {@code precondition_failed}
     */
    public void require(String tag) {
        if (header == null) {
            return;
        }
        // A weak ETag never matches here.
        boolean meant =
                Arrays.stream(header.split(",")).map(String::strip).anyMatch(one -> one.equals(ANY) || one.equals(tag));
        if (!meant) {
            throw ProblemException.of(ErrorCode.PRECONDITION_FAILED);
        }
    }
}
