package org.weijifen.platform;

/** Settings of PostgreSQL that hold until the end of the current transaction. */
public final class TransactionSettings {
    /**
     * For statements that look up rows by keys they are given as arrays. PostgreSQL plans them once for each connection,
     * and always as walks through indexes: by default it plans such a statement on each call, which takes longer than
     * running it, and might take a table that its statistics don't know yet for a handful of rows.
     *
     * <p>Its one parameter is the longest that a statement may take, in milliseconds, as a text.
     */
    public static final String FOR_LOOKUPS = """
            select set_config('statement_timeout', ?, true), set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true)
            """;

    private TransactionSettings() {}
}
