package org.weijifen.access;

import java.util.Locale;
import org.weijifen.platform.ErrorCode;

/** What somebody has to do before their token is good for anything else, in this order. */
enum PendingStep {
    /** Change a password that somebody else has set. */
    PASSWORD_CHANGE(ErrorCode.PASSWORD_CHANGE_REQUIRED),
    /** Enrol a second factor. */
    SECOND_FACTOR(ErrorCode.SECOND_FACTOR_REQUIRED);

    private final ErrorCode refusal;

    PendingStep(ErrorCode refusal) {
        this.refusal = refusal;
    }

    /** The refusal of all else. */
    ErrorCode refusal() {
        return refusal;
    }

    /** The code in tokens. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
