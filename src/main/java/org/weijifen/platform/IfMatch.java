package org.weijifen.platform;

import java.util.Arrays;

/**
 * What the header If-Match of a request says (RFC 9110): the request is meant for what its sender has read, and for nothing
 * that somebody else has made of it since.
 *
 * @param header one or several ETags, or {@code *}; null where the request has none, and is meant for whatever is there
 */
public record IfMatch(String header) {
    private static final String ANY = "*";

    /**
     * Refuses unless it is meant for what is there.
     *
     * @param tag the ETag of what is there
     * @throws ProblemException {@code precondition_failed}
     */
    public void require(String tag) {
        if (header == null || header.isBlank()) {
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
