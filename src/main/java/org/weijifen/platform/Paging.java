package org.weijifen.platform;

/** The parameters that all lists share. */
public final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private Paging() {}

    /**
     * How many items a page has at most.
     *
     * @throws ProblemException {@code validation_failed} when it is not between 1 and 200
     */
    public static int limit(Integer given) {
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        if (given < 1 || given > MAX_LIMIT) {
            throw ProblemException.field("limit", "limit", 1, MAX_LIMIT);
        }
        return given;
    }
}
