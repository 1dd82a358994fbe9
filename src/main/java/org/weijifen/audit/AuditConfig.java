package org.weijifen.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Period;

/** Settings of the security log. Their bounds are in {@code platform.database.SettingsCheck}. */
@ConfigMapping(prefix = "weijifen.security-log")
interface AuditConfig {
    /** How long lines are kept, as ISO 8601 writes it. At least six months: 网络安全法, article 21. */
    @WithDefault("P3Y")
    Period retention();
}
