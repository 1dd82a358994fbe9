package org.weijifen.platform.http;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Reads requests of HTTP/1, and takes none that says in two ways where it ends (RFC 9112, 6.1: a proxy in front may have taken the
 * other), or whose version there is not. Netty lets the one pass without its length, and Vert.x the other.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) {
        HttpMessage request = super.createMessage(requestLine);
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new IllegalArgumentException("no version of HTTP/1");
        }
        return request;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage request) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
