package org.weijifen.platform.http;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.weijifen.platform.DatabaseFaults;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;

/** Finds the refusal for an unexpected exception, and tells the log of the exception. */
final class FaultCodes {
    private static final Logger LOG = Logger.getLogger(FaultCodes.class);

    /** SQL state of a broken unique constraint: two requests created the same thing at once. */
    private static final String UNIQUE_VIOLATION = "23505";

    private FaultCodes() {}

    /** The refusal for a fault; {@code internal_error} when nothing better is known. */
    static ProblemException refusal(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return refusal;
            }
            if (cause instanceof UnauthorizedException || cause instanceof AuthenticationException) {
                return ProblemException.of(ErrorCode.UNAUTHENTICATED);
            }
            if (cause instanceof ForbiddenException) {
                return ProblemException.of(ErrorCode.FORBIDDEN);
            }
            if (cause instanceof RejectedExecutionException) {
                return ProblemException.of(ErrorCode.OVERLOADED);
            }
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return ProblemException.of(ErrorCode.CONFLICT);
            }
        }
        return ProblemException.of(DatabaseFaults.codeOf(fault));
    }

    /** Finds the refusal and logs the fault, unless the client is gone: such clients could fill the log. */
    static ProblemException tell(Throwable fault, RoutingContext request) {
        ProblemException refusal = refusal(fault);
        if (!Faults.isHangUp(fault)) {
            if (refusal.code() == ErrorCode.INTERNAL_ERROR) {
                LOG.errorf("request %s failed: %s", RequestInfo.of(request).id(), Faults.describe(fault));
            } else if (refusal.code().retryable()) {
                Faults.tellUnserved(fault);
            }
        }
        return refusal;
    }

    /** The code for a refusal by a framework, which only has an HTTP status. */
    static ErrorCode code(int status) {
        return switch (status) {
            case 400 -> ErrorCode.VALIDATION_FAILED;
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 408 -> ErrorCode.REQUEST_TIMEOUT;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 414 -> ErrorCode.URI_TOO_LONG;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 431 -> ErrorCode.HEADERS_TOO_LARGE;
            case 503 -> ErrorCode.OVERLOADED;
            default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL_ERROR;
        };
    }
}
