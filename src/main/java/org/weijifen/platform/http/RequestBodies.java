package org.weijifen.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.JsonFaults;
import org.weijifen.platform.ProblemException;

/**
 * Reads bodies. It reads no more of a file than its limit, because a chunked body doesn't announce its length. An
 * unreadable body is refused. A body is required unless the parameter of the resource method is {@link Nullable}. JSON
 * is always UTF-8, and a charset parameter of its media type is ignored (RFC 8259, section 11).
 */
@Provider
public final class RequestBodies implements ReaderInterceptor {
    private final RoutingContext request;

    RequestBodies(RoutingContext request) {
        this.request = request;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        BodyLimits.Limit limit = BodyLimits.Limit.of(request);
        if (limit != null && limit.isFile()) {
            context.setInputStream(new Limited(context.getInputStream(), limit, BrokenBodies.fault(request)));
        }
        Object body = read(context);
        if (body == null && Arrays.stream(context.getAnnotations()).noneMatch(Nullable.class::isInstance)) {
            throw ProblemException.variant(ErrorCode.MALFORMED_JSON, "empty");
        }
        return body;
    }

    private static Object read(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (JsonProcessingException e) {
            throw JsonFaults.explain(e);
        } catch (WebApplicationException e) {
            throw e.getCause() instanceof JsonProcessingException json ? JsonFaults.explain(json) : e;
        } catch (CharConversionException e) {
            throw ProblemException.of(ErrorCode.MALFORMED_JSON);
        }
    }

    /** A stream that fails when it has more bytes than a limit, or fewer than were announced. */
    private static final class Limited extends FilterInputStream {
        private final BodyLimits.Limit limit;
        private final AtomicReference<Throwable> fault;
        private long taken;

        Limited(InputStream in, BodyLimits.Limit limit, AtomicReference<Throwable> fault) {
            super(in);
            this.limit = limit;
            this.fault = fault;
        }

        @Override
        public int read() {
            byte[] next = new byte[1];
            return read(next, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(next[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (fault.get() != null) {
                throw BrokenBodies.refusal(fault.get());
            }
            try {
                int read = super.read(buffer, offset, length);
                count(Math.max(0, read));
                return read;
            } catch (IOException e) {
                throw BrokenBodies.refusal(e.getCause());
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** Closing would first read the rest, however long that takes, so a stream beyond its limit stays open. */
        @Override
        public void close() throws IOException {
            if (taken <= limit.bytes()) {
                super.close();
            }
        }

        private void count(int read) {
            taken += read;
            if (taken > limit.bytes()) {
                throw ArrivingBodies.tooLong(limit);
            }
        }
    }
}
