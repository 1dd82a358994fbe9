package org.weijifen.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of sign-in. */
@ConfigMapping(prefix = "weijifen.access")
public interface AccessConfig {

    /** How long a token is good for. A user who is disabled keeps theirs until then. */
    @WithDefault("1h")
    Duration tokenTtl();

    /** How many times a minute one user name or client may try to sign in. */
    @WithDefault("10")
    int attemptsPerMinute();
}
