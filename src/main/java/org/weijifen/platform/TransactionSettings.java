package org.weijifen.platform;

/** Settings of PostgreSQL that hold until the end of the current transaction. */
public final class TransactionSettings {
    /**
     * For statements that look up rows by keys they are given as arrays. PostgreSQL plans them once for each connection: by
     * default it plans such a statement on each call, which takes longer than running it.
     *
     * <p>A plan that is kept was perhaps made while a table was empty, when every index costs the same, so a statement leaves
     * PostgreSQL no choice: scans, sorts and joins by hash or merge are off, and each table is looked up on its own
     * ({@code cross join lateral}), in the order of the one index that is meant. {@code between x and x order by x} says so
     * where {@code = x} would not: what is equal to something needs no order. What updates rows has no order: in large
     * tables it looks their places up in this way first, and updates what is there ({@code ctid}).
     *
     * <p>Its one parameter is the longest that a statement may take, in milliseconds, as a text.
     */
    public static final String FOR_LOOKUPS = """
            select set_config('statement_timeout', ?, true), set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_sort', 'off', true), set_config('jit', 'off', true)
            """;

    private TransactionSettings() {}
}
