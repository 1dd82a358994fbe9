package org.weijifen.access;

import jakarta.inject.Singleton;
import org.weijifen.platform.Attempts;

/** How much callers may write: people who write for themselves little, staff and systems that write for everybody a lot. */
@Singleton
final class WriteQuotas {
    private final Attempts own;
    private final Attempts everybodys;

    WriteQuotas(AccessConfig config) {
        this.own = Attempts.comingBackSteadily(config.writesPerMinute());
        this.everybodys = Attempts.comingBackSteadily(config.staffWritesPerMinute());
    }

    Attempts of(Caller caller) {
        return caller.hasRole(Role.MEMBER) || caller.hasRole(Role.MERCHANT) ? own : everybodys;
    }
}
