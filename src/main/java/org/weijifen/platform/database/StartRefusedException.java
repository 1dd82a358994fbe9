package org.weijifen.platform.database;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;

/** The service can't start, for a reason its operator can remove. The message is one line, in English and in Chinese. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(StartRefusal refusal, Object... arguments) {
        super(refusal.describe(arguments));
    }

    /**
     * Says why and ends the process, when Quarkus has begun to start: it takes no further step for the exception that is to be thrown,
     * but does neither by itself.
     */
    public PreventFurtherStepsException andStop() {
        System.err.println(getMessage());
        Quarkus.asyncExit(1);
        return new PreventFurtherStepsException(getMessage(), 1);
    }
}
