package org.weijifen.access;

/**
 * The hashes of what everybody can read: the password of {@code admin} and of the demo's users in development mode, and the secret of
 * the demo's client. They are always the same, so that data with them can be told from others at once.
 */
final class Published {
    /** Of {@link PasswordRule#PUBLISHED}; it stands in demo.sql too. */
    static final String PASSWORD_HASH = "$2a$10$hOFiEjJYSKxAIrvvKh.yhekrQKMzUx1E7HBLslk9v0DsBCDiepQ0y";

    /** Of the secret of the demo's client; it stands in demo.sql too. */
    static final String CLIENT_SECRET_HASH = "$2a$10$BUE8W1A1GSn0yvI3xpY0eOepOXab9Ge3LPpYV9ZdrlHqyyrpmZGm.";

    private Published() {}
}
