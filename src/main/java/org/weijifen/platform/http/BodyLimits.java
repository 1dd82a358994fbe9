package org.weijifen.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the limits of the operations and the settings that they name. */
@Singleton
final class BodyLimits {
    private static final String KEY = BodyLimits.class.getName();

    private final Config config;
    private final Map<Method, Limit> limits = new ConcurrentHashMap<>();

    BodyLimits(Config config) {
        this.config = config;
    }

    /**
     * @param bytes the longest body
     * @param patience how long the body may take to arrive
     * @param isLong whether the body may be longer than the usual size
     * @param isFile whether the operation reads the body in parts and stores it on the disk
     */
    record Limit(long bytes, Duration patience, boolean isLong, boolean isFile) {
        /** Keeps this limit for the reader of the request's body. */
        void keepIn(RoutingContext request) {
            request.put(KEY, this);
        }

        /** The limit of a request that has come to its operation. */
        static Limit of(RoutingContext request) {
            return request.get(KEY);
        }
    }

    Limit of(Method operation) {
        return limits.computeIfAbsent(operation, this::read);
    }

    private Limit read(Method operation) {
        BodyLimit said = operation.getAnnotation(BodyLimit.class);
        long bytes = bytes(said == null ? BodyLimit.USUAL_SIZE : said.size());
        return new Limit(
                bytes,
                value(said == null ? BodyLimit.USUAL_PATIENCE : said.patience(), Duration.class),
                bytes > bytes(BodyLimit.USUAL_SIZE),
                Arrays.asList(operation.getParameterTypes()).contains(InputStream.class));
    }

    private long bytes(String said) {
        return value(said, MemorySize.class).asLongValue();
    }

    private <T> T value(String said, Class<T> type) {
        if (said.startsWith("${")) {
            return config.getValue(said.substring(2, said.length() - 1), type);
        }
        Converter<T> converter = config.getConverter(type).orElseThrow();
        return converter.convert(said);
    }
}
