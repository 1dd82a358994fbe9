package org.weijifen.platform.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.Set;

/**
 * Reads HTTP/1 requests. It refuses a request that declares its end in two ways (RFC 9112, 6.1: a proxy may have used
 * the other way), and one with an unknown version. Netty accepts the first after dropping its length, and Vert.x
 * accepts the second.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1");

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) {
        if (!VERSIONS.contains(requestLine[2])) {
            throw new IllegalArgumentException("not a version of HTTP/1");
        }
        return super.createMessage(requestLine);
    }

    /** Netty calls this method after it has read the headers. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage request) {
        if (!HeaderRules.isBodyEndKnown(
                request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING),
                request.protocolVersion() == HttpVersion.HTTP_1_1)) {
            throw new IllegalArgumentException("an unknown Transfer-Encoding");
        }
        return super.isContentAlwaysEmpty(request);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage request) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
