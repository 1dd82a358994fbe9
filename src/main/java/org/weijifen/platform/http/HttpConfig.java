package org.weijifen.platform.http;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Settings of the HTTP side. */
@ConfigMapping(prefix = "weijifen.http")
public interface HttpConfig {

    /**
     * Addresses and networks of the proxies in front, whose word for where a request comes from ({@code X-Forwarded-For}) is
     * taken; none by default.
     */
    Optional<List<String>> trustedProxies();
}
