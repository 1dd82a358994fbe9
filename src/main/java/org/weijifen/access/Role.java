package org.weijifen.access;

/** The roles, as they stand in tokens: bundles of permissions, see {@link Permission}. */
public final class Role {
    /** Runs the service: everything, in all communities. */
    public static final String ADMIN = "admin";
    /** Staff of a neighbourhood committee: everything within its communities but their policies. */
    public static final String COMMITTEE = "committee";
    /** A mini-program's backend or another system: members, credits and redemptions in its communities. */
    public static final String INTEGRATOR = "integrator";
    /** One member: reads their own data, redeems their own points. */
    public static final String MEMBER = "member";

    /** Somebody who works for a partner merchant: sees and collects what is redeemed for that merchant's own rewards. */
    public static final String MERCHANT = "merchant";

    private Role() {}
}
