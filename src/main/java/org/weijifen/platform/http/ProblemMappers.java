package org.weijifen.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.JsonFaults;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violations;

/** Answers every exception as a problem document, whether it was thrown before, in or after a resource. */
public final class ProblemMappers {
    private final ProblemResponses responses;
    private final PathMethods methods;

    ProblemMappers(ProblemResponses responses, PathMethods methods) {
        this.responses = responses;
        this.methods = methods;
    }

    @ServerExceptionMapper
    public Response refusal(ProblemException refusal, RoutingContext request) {
        return responses.response(refusal, request);
    }

    @ServerExceptionMapper
    public Response violations(ConstraintViolationException found, RoutingContext request) {
        return Violations.isOfArguments(found.getConstraintViolations())
                ? responses.response(ProblemException.fields(Violations.of(found.getConstraintViolations())), request)
                : unexpected(found, request);
    }

    @ServerExceptionMapper(priority = 1)
    public Response json(MismatchedInputException fault, RoutingContext request) {
        return responses.response(JsonFaults.explain(fault), request);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class, ForbiddenException.class})
    public Response access(SecurityException refused, RoutingContext request) {
        return responses.response(FaultCodes.refusal(refused), request);
    }

    /** Answers what JAX-RS itself refuses: paths, methods, media types, parameters. */
    @ServerExceptionMapper({NotFoundException.class, WebApplicationException.class})
    public Response protocol(WebApplicationException fault, RoutingContext request) {
        if (fault.getCause() instanceof ProblemException refusal) {
            return responses.response(refusal, request);
        }
        if (fault.getCause() instanceof JsonProcessingException json) {
            return responses.response(JsonFaults.explain(json), request);
        }
        ErrorCode code = FaultCodes.code(fault.getResponse().getStatus());
        if (code == ErrorCode.INTERNAL_ERROR) {
            return unexpected(fault, request);
        }
        if (code == ErrorCode.NOT_FOUND || code == ErrorCode.METHOD_NOT_ALLOWED) {
            return unmatched(request);
        }
        return responses.response(
                code == ErrorCode.VALIDATION_FAILED ? headerRefusal(request) : ProblemException.of(code), request);
    }

    /** There is no operation with this path and method. For a wrong method the answer lists the allowed ones. */
    private Response unmatched(RoutingContext request) {
        Set<String> allowed = methods.of(request.normalizedPath());
        if (allowed.isEmpty() || allowed.contains(request.request().method().name())) {
            return responses.response(ProblemException.of(ErrorCode.NOT_FOUND), request);
        }
        return Response.fromResponse(responses.response(ProblemException.of(ErrorCode.METHOD_NOT_ALLOWED), request))
                .header(HttpHeaders.ALLOW, String.join(", ", allowed))
                .build();
    }

    /** Every other bad request of JAX-RS has a header that it can't read. */
    private static ProblemException headerRefusal(RoutingContext request) {
        if (!isMediaType(request.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            return ProblemException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        return isMediaType(request.request().getHeader(HttpHeaders.ACCEPT))
                ? ProblemException.of(ErrorCode.VALIDATION_FAILED)
                : ProblemException.of(ErrorCode.NOT_ACCEPTABLE);
    }

    private static boolean isMediaType(String header) {
        try {
            if (header != null) {
                for (String type : header.split(",")) {
                    MediaType.valueOf(type.strip());
                }
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable fault, RoutingContext request) {
        return responses.response(FaultCodes.tell(fault, request), request);
    }
}
