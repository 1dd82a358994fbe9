package org.weijifen.platform;

import java.io.Serial;
import java.util.List;

/**
 * A refusal of a request by a rule. It has a code and the values for the message, but no text. The text is chosen when
 * the problem document is written, in the language of the reader.
 */
public final class ProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A client that has corrected these gets the rest with the next request. */
    private static final int MOST_VIOLATIONS = 20;

    private final ErrorCode code;
    private final String detailKey;
    private final transient Object[] arguments;
    private final transient List<Violation> violations;

    private ProblemException(ErrorCode code, String detailKey, List<Violation> violations, Object... arguments) {
        // Without a stack trace: refusals are frequent, and stack traces cost time.
        super(code.code(), null, false, false);
        this.code = code;
        this.detailKey = detailKey;
        this.violations = violations.stream().limit(MOST_VIOLATIONS).toList();
        this.arguments = arguments;
    }

    /** A refusal with the code's own detail; {@code arguments} fill the placeholders of that message. */
    public static ProblemException of(ErrorCode code, Object... arguments) {
        return new ProblemException(code, code.code() + ".detail", List.of(), arguments);
    }

    /**
     * A refusal whose detail is the message {@code <code>.<variant>}, for a rule that is broken in more than one way.
     */
    public static ProblemException variant(ErrorCode code, String variant, Object... arguments) {
        return new ProblemException(code, code.code() + "." + variant, List.of(), arguments);
    }

    /** A refusal for what stands in one field or parameter: {@code validation_failed} with one entry in errors. */
    public static ProblemException field(String field, String violation, Object... arguments) {
        return fields(List.of(Violation.of(field, violation, arguments)));
    }

    /** {@code validation_failed} for several fields. Of many fields it lists the first ones. */
    public static ProblemException fields(List<Violation> violations) {
        return new ProblemException(ErrorCode.VALIDATION_FAILED, "validation_failed.detail", violations);
    }

    /** Restores a refusal from the values of {@link #variant()} and the other methods. */
    public static ProblemException again(
            ErrorCode code, String variant, List<Object> arguments, List<Violation> violations) {
        String detailKey = code.code() + "." + variant;
        return ErrorCode.instead(detailKey)
                .map(now -> of(now, arguments.toArray()).with(List.copyOf(violations)))
                .orElseGet(() -> new ProblemException(code, detailKey, List.copyOf(violations), arguments.toArray()));
    }

    /** The same refusal with entries in errors. */
    public ProblemException with(List<Violation> more) {
        return new ProblemException(code, detailKey, more, arguments);
    }

    public ErrorCode code() {
        return code;
    }

    public String detailKey() {
        return detailKey;
    }

    /** The variant of the code's detail. */
    public String variant() {
        return detailKey.substring(code.code().length() + 1);
    }

    public Object[] arguments() {
        return arguments.clone();
    }

    public List<Violation> violations() {
        return violations;
    }
}
