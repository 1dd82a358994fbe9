package org.weijifen.platform;

import java.util.Locale;

/**
 * Every way a request can be refused: the one place that owns the code clients branch on and the HTTP status that goes
 * with it. Titles and details in each language stand in {@code messages*.properties} under the code.
 *
 * <p>{@link #retryable()} tells whether the same request, with the same idempotency key, may succeed later unchanged.
 */
public enum ErrorCode {
    VALIDATION_FAILED(400),
    MALFORMED_REQUEST(400),
    MALFORMED_JSON(400),
    IDEMPOTENCY_KEY_REQUIRED(400),
    INVALID_CURSOR(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    SELF_APPROVAL(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    REQUEST_TIMEOUT(408),
    OUT_OF_STOCK(409),
    DUPLICATE_REFERENCE(409),
    ALREADY_COLLECTED(409),
    ALREADY_CANCELLED(409),
    ALREADY_REVERSED(409),
    PERIOD_CLOSED(409),
    MEMBER_FROZEN(409),
    CONFLICT(409),
    PICKUP_CODE_EXPIRED(410),
    PRECONDITION_FAILED(412),
    PAYLOAD_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    INSUFFICIENT_POINTS(422),
    NOT_ELIGIBLE(422),
    LIMIT_EXCEEDED(422),
    IDEMPOTENCY_KEY_REUSED(422),
    TOO_MANY_REQUESTS(429),
    HEADERS_TOO_LARGE(431),
    INTERNAL_ERROR(500),
    OVERLOADED(503),
    DATABASE_UNAVAILABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that always goes with this code. */
    public int status() {
        return status;
    }

    /** The code as clients see it: snake_case, stable. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a refusal is kept under the request's idempotency key. Rules of the business are (4xx), since they hold for
     * the state they were decided on. A request that is wrong in itself, or names what is not there, leaves nothing.
     */
    public boolean isKept() {
        return !retryable() && status != 400 && status != 404;
    }

    /** Whether the same request may succeed later, unchanged. */
    public boolean retryable() {
        return switch (this) {
            case REQUEST_TIMEOUT, TOO_MANY_REQUESTS, INTERNAL_ERROR, OVERLOADED, DATABASE_UNAVAILABLE -> true;
            case VALIDATION_FAILED,
                    MALFORMED_REQUEST,
                    MALFORMED_JSON,
                    IDEMPOTENCY_KEY_REQUIRED,
                    INVALID_CURSOR,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    SELF_APPROVAL,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    OUT_OF_STOCK,
                    DUPLICATE_REFERENCE,
                    ALREADY_COLLECTED,
                    ALREADY_CANCELLED,
                    ALREADY_REVERSED,
                    PERIOD_CLOSED,
                    MEMBER_FROZEN,
                    CONFLICT,
                    PICKUP_CODE_EXPIRED,
                    PRECONDITION_FAILED,
                    PAYLOAD_TOO_LARGE,
                    URI_TOO_LONG,
                    UNSUPPORTED_MEDIA_TYPE,
                    HEADERS_TOO_LARGE,
                    INSUFFICIENT_POINTS,
                    NOT_ELIGIBLE,
                    LIMIT_EXCEEDED,
                    IDEMPOTENCY_KEY_REUSED -> false;
        };
    }
}
