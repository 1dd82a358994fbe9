package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can be given to a client, see {@link Permission}. */
public enum Scope {
    @JsonProperty(Permission.MEMBERS_READ)
    MEMBERS_READ(Permission.MEMBERS_READ),
    @JsonProperty(Permission.MEMBERS_WRITE)
    MEMBERS_WRITE(Permission.MEMBERS_WRITE),
    @JsonProperty(Permission.MEMBER_TOKENS_WRITE)
    MEMBER_TOKENS_WRITE(Permission.MEMBER_TOKENS_WRITE),
    @JsonProperty(Permission.CREDITS_WRITE)
    CREDITS_WRITE(Permission.CREDITS_WRITE),
    @JsonProperty(Permission.REDEMPTIONS_READ)
    REDEMPTIONS_READ(Permission.REDEMPTIONS_READ),
    @JsonProperty(Permission.REDEMPTIONS_WRITE)
    REDEMPTIONS_WRITE(Permission.REDEMPTIONS_WRITE),
    @JsonProperty(Permission.BALANCES_READ)
    BALANCES_READ(Permission.BALANCES_READ),
    @JsonProperty(Permission.CATALOGUE_READ)
    CATALOGUE_READ(Permission.CATALOGUE_READ),
    @JsonProperty(Permission.BOOKS_READ)
    BOOKS_READ(Permission.BOOKS_READ);

    private final String code;

    Scope(String code) {
        this.code = code;
    }

    /** The code in JSON and in tokens. */
    String code() {
        return code;
    }
}
