package org.weijifen.platform.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds the address of a client. Behind a trusted proxy it is the last address in {@code X-Forwarded-For} that is not a
 * trusted proxy's, because earlier ones may be forged.
 */
@Singleton
public final class ClientAddresses {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int IPV4_BYTES = 4;
    /** One household or company has all IPv6 addresses that share this many first bytes. */
    private static final int IPV6_BYTES = 8;

    private final List<Network> proxies;

    ClientAddresses(HttpConfig config) {
        this.proxies = config.trustedProxies().orElse(List.of()).stream()
                .map(Network::parse)
                .toList();
    }

    /** The client's address, for counting requests. For IPv6 it is the prefix that one customer has. */
    public String of(RoutingContext request) {
        String address =
                String.valueOf(request.request().connection().remoteAddress().hostAddress());
        List<String> forwarded =
                List.of(String.join(",", request.request().headers().getAll(FORWARDED_FOR))
                        .split(","));
        for (int i = forwarded.size() - 1; i >= 0 && isProxy(address); i--) {
            String before = forwarded.get(i).strip();
            if (Network.bytes(before) == null) {
                break;
            }
            address = before;
        }
        byte[] bytes = Network.bytes(address);
        return bytes == null
                ? address
                : HexFormat.of().formatHex(bytes, 0, bytes.length == IPV4_BYTES ? IPV4_BYTES : IPV6_BYTES);
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }
}
