package org.weijifen.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Gives the server limits that Quarkus sets to the connections, because they use our own decoder. */
@Singleton
final class DecoderOptions implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        ConnectionDeadlines.decodeWith(options);
    }
}
