package org.weijifen.platform.http;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Settings of the HTTP side. */
@ConfigMapping(prefix = "weijifen.http")
public interface HttpConfig {

    /**
     * Addresses and networks of the trusted proxies in front; none by default. Their {@code X-Forwarded-For} tells
     * where a request comes from.
     */
    Optional<List<String>> trustedProxies();
}
