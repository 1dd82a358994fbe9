package org.weijifen.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of sign-in. Their bounds are in {@code platform.database.SettingsCheck}. */
@ConfigMapping(prefix = "weijifen.access")
public interface AccessConfig {

    /**
     * How long a token is valid, 1 minute to 24 hours. A token that was given for longer, before the setting was made shorter, is
     * refused.
     */
    @WithDefault("1h")
    Duration tokenTtl();

    /**
     * Failed sign-ins a minute for each user name and each client, and three times as many for each address, on each instance;
     * beyond that 429.
     */
    @WithDefault("10")
    int attemptsPerMinute();

    /** Writes a minute of each member and each user of a merchant, on each instance; beyond that 429. */
    @WithDefault("60")
    int writesPerMinute();

    /** The same for staff and for systems that write for all. */
    @WithDefault("60000")
    int staffWritesPerMinute();
}
