package org.weijifen.platform.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds the addresses of clients. Behind a trusted proxy it is taken from {@code X-Forwarded-For}: the last address
 * there that is not of a trusted proxy, because earlier ones may be forged.
 */
@Singleton
public final class ClientAddresses {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int IPV4_BYTES = 4;
    /** A household or a company has all IPv6 addresses that begin with the same so many bytes. */
    private static final int IPV6_BYTES = 8;

    private final List<Network> proxies;

    ClientAddresses(HttpConfig config) {
        this.proxies = config.trustedProxies().orElse(List.of()).stream()
                .map(Network::parse)
                .toList();
    }

    /** The address that a request comes from, to count by: of IPv6 the part that one customer has. */
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
