package org.weijifen.platform.database;

/** The service can't start, for a reason its operator can remove. The message is one line, in English and in Chinese. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(StartRefusal refusal, Object... arguments) {
        super(refusal.describe(arguments));
    }
}
