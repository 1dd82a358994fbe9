package org.weijifen.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All reasons to refuse a request. This enum is the only place for the codes that clients branch on and for their HTTP
 * statuses. Titles and details in each language are in {@code messages*.properties} under the code.
 *
 * <p>{@link #retryable()} says whether the same request, with the same idempotency key, may succeed later.
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
    PASSWORD_CHANGE_REQUIRED(403),
    SECOND_FACTOR_REQUIRED(403),
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
    SLUG_TAKEN(409, "slug"),
    MEMBER_NO_TAKEN(409, "member-no"),
    CODE_TAKEN(409, "code"),
    USERNAME_TAKEN(409, "username"),
    OWN_ACCOUNT(409, "own-account"),
    SECOND_FACTOR_ENROLLED(409),
    SECOND_FACTOR_NOT_BEGUN(409),
    MEMBER_LEFT(409, "member-left"),
    NOT_REVERSIBLE(409, "not-reversible"),
    REWARD_INACTIVE(409, "reward-inactive"),
    TASK_INACTIVE(409, "task-inactive"),
    NOT_KEPT_IN_STOCK(409, "no-stock"),
    STATION_RETIRED(409, "station-retired"),
    STATION_IN_USE(409, "station-in-use"),
    COUNTED_SINCE(409, "counted-again"),
    COUNTED_BELOW_RESERVED(409, "counted-below-reserved"),
    COUNTED_BELOW_SHELF(409, "counted-below-shelf"),
    WRONG_STOCKTAKE_STATUS(409, "stocktake-status"),
    WRONG_REDEMPTION_STATUS(409, "redemption-status"),
    REDEMPTION_AT_ODDS(409, "redemption-at-odds"),
    REDEMPTION_SETTLED(409, "redemption-settled"),
    MERCHANT_RETIRED(409, "merchant-retired"),
    WRONG_SETTLEMENT_STATUS(409, "settlement-status"),
    NOTHING_TO_SETTLE(409, "settlement-empty"),
    EARLIER_SETTLEMENT_UNPAID(409, "settlement-order"),
    IMPORT_ROWS_REFUSED(409, "import-refused"),
    MONTH_CLOSED(409, "month-closed"),
    WRONG_CLOSING_STATUS(409, "closing-status"),
    CLOSING_CHECKS_FAILED(409, "closing-checks"),
    CLOSING_FIGURES_CHANGED(409, "closing-figures"),
    CLOSING_OVERTAKEN(409, "closing-overtaken"),
    SIGNING_KEY_IN_USE(409),
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

    private static final Map<String, ErrorCode> BY_FORMER_TEXT = Arrays.stream(values())
            .filter(code -> code.formerVariant != null)
            .collect(Collectors.toMap(code -> "conflict." + code.formerVariant, code -> code));

    private final int status;
    private final String formerVariant;

    ErrorCode(int status) {
        this(status, null);
    }

    /**
     * @param formerVariant the variant of {@code conflict} that this code has replaced; it may be kept under a key or
     *     in an import
     */
    ErrorCode(int status, String formerVariant) {
        this.status = status;
        this.formerVariant = formerVariant;
    }

    /** The code that has replaced {@code conflict} with this text. Kept answers of older versions have the text. */
    public static Optional<ErrorCode> instead(String text) {
        return Optional.ofNullable(BY_FORMER_TEXT.get(text));
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
     * Whether a refusal is kept under the request's idempotency key. Refusals by business rules (4xx) are kept, because
     * they were decided on the state at that time. Refusals of an invalid request, or of one that names something
     * unknown, are not kept.
     */
    public boolean isKept() {
        return !retryable() && status != 400 && status != 404;
    }

    /** Whether the same request may succeed later, unchanged. */
    public boolean retryable() {
        return status == 408 || status == 429 || status >= 500;
    }
}
