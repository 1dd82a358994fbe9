package org.weijifen.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the HTTP side. */
@ConfigMapping(prefix = "weijifen.http")
public interface HttpConfig {

    /**
     * Longest body of a request; a longer one is answered 413. Requests that bring files have a limit of their own
     * ({@link BodyLimit}).
     */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** How long the whole body of a request may take to arrive; after that its connection is closed. */
    @WithDefault("60s")
    Duration bodyTimeout();

    /**
     * Addresses and networks of the proxies in front, whose word for where a request comes from ({@code X-Forwarded-For}) is
     * taken; none by default.
     */
    Optional<List<String>> trustedProxies();
}
