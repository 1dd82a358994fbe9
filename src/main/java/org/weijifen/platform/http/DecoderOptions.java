package org.weijifen.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Hands the limits of the server, as Quarkus sets them, to the connections, which have a decoder of their own. */
@Singleton
final class DecoderOptions implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        ConnectionDeadlines.decodeWith(options);
    }
}
