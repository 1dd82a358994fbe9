package org.weijifen.platform;

/** Settings of PostgreSQL that hold until the end of the current transaction. */
public final class TransactionSettings {
    /**
     * The setting of a connection that says how plans of look-ups are made. Without it they are kept. See {@code
     * platform.database.NewConnections}.
     */
    public static final String PLANS_OF_LOOKUPS = "weijifen.plans_of_lookups";

    /**
     * Settings for statements that look up rows by arrays of keys. PostgreSQL plans such a statement once for each
     * connection. By default it would plan it on each call, which takes longer than running it.
     *
     * <p>A kept plan may have been made while a table was empty, when all indexes cost the same. So the settings and
     * the statements leave PostgreSQL no choice. Scans, sorts, hash joins and merge joins are off. Each table is looked
     * up on its own ({@code cross join lateral}), in the order of the one index to use. {@code between x and x order by
     * x} selects this index. {@code = x} would not, because equal values need no order. An update has no order: in
     * large tables it first looks up the rows in this way, and then updates them by their {@code ctid}.
     *
     * <p>Its one parameter is the longest that a statement may take, in milliseconds, as a text.
     */
    public static final String FOR_LOOKUPS = """
            select set_config('statement_timeout', ?, true),
                   set_config('plan_cache_mode',
                       coalesce(current_setting('weijifen.plans_of_lookups', true), 'force_generic_plan'), true),
                   set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_sort', 'off', true), set_config('jit', 'off', true)
            """;

    private TransactionSettings() {}
}
