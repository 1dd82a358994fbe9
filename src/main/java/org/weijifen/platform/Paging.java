package org.weijifen.platform;

/** How much of a list a caller asked for. */
public final class Paging {
    /** Items on a page when the caller doesn't say. */
    public static final int DEFAULT_LIMIT = 50;
    /** Most items on a page. */
    public static final int MAX_LIMIT = 200;

    private Paging() {}

    /**
     * The number of items to answer with.
     *
     * @param given the query parameter {@code limit}, or null
     * @throws ProblemException {@code validation_failed} on {@code limit} when it isn't 1 to 200
     */
    public static int limit(Integer given) {
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        if (given < 1) {
            throw ProblemException.field("limit", "too_small", 1);
        }
        if (given > MAX_LIMIT) {
            throw ProblemException.field("limit", "too_large", MAX_LIMIT);
        }
        return given;
    }
}
