package org.weijifen.platform.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;

/**
 * Writes answers that are made while they are written, and breaks off an answer that fails after its head. RESTEasy's
 * writer would end the broken answer with a problem document, and a part would look like the whole.
 */
@Provider
public final class StreamedAnswers implements ServerMessageBodyWriter<StreamingOutput> {
    private static final Logger LOG = Logger.getLogger(StreamedAnswers.class);

    private final RoutingContext request;

    StreamedAnswers(RoutingContext request) {
        this.request = request;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType media) {
        return StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType media) {
        return StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public void writeResponse(StreamingOutput answer, Type genericType, ServerRequestContext context)
            throws IOException {
        try {
            answer.write(context.getOrCreateOutputStream());
        } catch (IOException | RuntimeException | Error e) {
            if (!ProblemResponses.breakOff(request)) {
                throw e;
            }
            if (!Faults.isHangUp(e)) {
                LOG.warnf(
                        "request %s was broken off: %s",
                        RequestInfo.of(request).id(),
                        e instanceof ProblemException refusal ? refusal.code().code() : Faults.describe(e));
            }
        }
    }

    @Override
    public void writeTo(
            StreamingOutput answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        answer.write(out);
    }
}
