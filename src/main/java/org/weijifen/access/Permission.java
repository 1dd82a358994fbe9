package org.weijifen.access;

import java.util.List;

/**
 * What callers may do. Each operation names the permissions that allow it in {@code @RolesAllowed}; one of them is enough.
 * Those lists are the only table of operations and permissions: the check before each request ({@link TokenScope}) and the
 * OpenAPI document ({@code x-permissions}) read it.
 */
public final class Permission {
    /** Hands things out, finds members and adds them. */
    public static final String COUNTER = "counter";
    /** Reviews what members have done, credits it, and prepares settlements and closings. */
    public static final String REVIEWER = "reviewer";
    /** Approves and signs what others have prepared, and takes points and transactions back. */
    public static final String APPROVER = "approver";
    /** Edits tasks, rewards and merchants, and looks after the stock. */
    public static final String CATALOGUE = "catalogue";
    /** Reads everything, and changes nothing. */
    public static final String AUDITOR = "auditor";

    /** Everybody with one of the permissions above in a community: reads what is no secret among colleagues. */
    public static final String STAFF = "staff";

    /** Runs the service: users, clients, communities and their policies. */
    public static final String ADMINISTRATOR = "administrator";

    /** Everybody who signs in with a password: looks after their own account. */
    public static final String USER = "user";

    /** Works for a merchant: sees and collects what is redeemed for that merchant's own rewards. */
    public static final String MERCHANT = "merchant";

    /** Is a member: reads their own data, and redeems their own points. */
    public static final String MEMBER = "member";

    public static final String MEMBERS_READ = "members:read";
    public static final String MEMBERS_WRITE = "members:write";
    /** Gets tokens for members, as a mini-program's backend does. */
    public static final String MEMBER_TOKENS_WRITE = "member-tokens:write";

    public static final String CREDITS_WRITE = "credits:write";
    public static final String REDEMPTIONS_READ = "redemptions:read";
    public static final String REDEMPTIONS_WRITE = "redemptions:write";
    /** Balances, statements and explanations of members. */
    public static final String BALANCES_READ = "balances:read";
    /** Tasks, rewards, stations and stock. */
    public static final String CATALOGUE_READ = "catalogue:read";
    /** Transactions, statements and closings of a community. */
    public static final String BOOKS_READ = "books:read";

    /** Every client: reads the communities that it works in. */
    public static final String CLIENT = "client";

    /** What is given to staff, one by one and for each community; all of them together by default. */
    static final List<String> OF_STAFF = List.of(COUNTER, REVIEWER, APPROVER, CATALOGUE, AUDITOR);

    /** What a client has unless it is given less or more: what a mini-program needs. */
    static final List<String> OF_MINI_PROGRAMS = List.of(
            MEMBERS_READ,
            MEMBERS_WRITE,
            MEMBER_TOKENS_WRITE,
            CREDITS_WRITE,
            REDEMPTIONS_READ,
            REDEMPTIONS_WRITE,
            BALANCES_READ,
            CATALOGUE_READ);

    private Permission() {}
}
