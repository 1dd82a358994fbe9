package org.weijifen.platform;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;

/**
 * Turns Jackson's errors into refusals. Text that is not JSON, or JSON of the wrong shape, is {@code malformed_json}. A
 * value that doesn't fit its field is {@code validation_failed} with the path of the field.
 */
public final class JsonFaults {
    private JsonFaults() {}

    /** The refusal for an error in a request's JSON. */
    public static ProblemException explain(JsonProcessingException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return refusal;
            }
            if (cause instanceof BoundedLists.TooManyElementsException tooMany) {
                return ProblemException.fields(List.of(tooMany.violation(list(fault))));
            }
        }
        JsonProcessingException root = root(fault);
        if (!(root instanceof JsonMappingException) && !(root instanceof InputCoercionException)) {
            return malformed(root);
        }
        String field = fault instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        return field.isEmpty()
                ? ProblemException.variant(ErrorCode.MALFORMED_JSON, "shape")
                : ProblemException.fields(List.of(violation(field, root)));
    }

    /** Jackson's innermost error. The outer ones only add the place. */
    private static JsonProcessingException root(JsonProcessingException fault) {
        JsonProcessingException root = fault;
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException inner) {
                root = inner;
            }
        }
        return root;
    }

    private static ProblemException malformed(JsonProcessingException fault) {
        JsonLocation place = fault.getLocation();
        return place == null || place.getLineNr() < 1
                ? ProblemException.of(ErrorCode.MALFORMED_JSON)
                : ProblemException.variant(
                        ErrorCode.MALFORMED_JSON, "at", place.getLineNr(), Math.max(1, place.getColumnNr()));
    }

    private static Violation violation(String field, JsonProcessingException fault) {
        if (fault instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return Violation.noneOf(field, EnumNames.of(format.getTargetType()));
        }
        if (fault instanceof InvalidTypeIdException unknown && unknown.getTypeId() != null) {
            return Violation.noneOf(
                    field + ".type", typeIds(unknown.getBaseType().getRawClass()));
        }
        return Violation.of(field, code(fault));
    }

    /**
     * The possible values of the field that selects one of several shapes. In all our objects this field is {@code
     * type}.
     */
    private static List<String> typeIds(Class<?> base) {
        return Arrays.stream(base.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList();
    }

    private static String code(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException) {
            return "unknown_field";
        }
        // The record refuses the value, or the number is too large for a long.
        if (fault instanceof ValueInstantiationException || fault instanceof InputCoercionException) {
            return "invalid_value";
        }
        if (!(fault instanceof MismatchedInputException mismatch)) {
            return "invalid_type";
        }
        Class<?> target = mismatch.getTargetType();
        if (target == LocalDate.class) {
            return "not_a_day";
        }
        if (target == YearMonth.class) {
            return "not_a_month";
        }
        if (target == Instant.class) {
            return "not_an_instant";
        }
        if (target == String.class && fault instanceof InvalidFormatException) {
            return "text";
        }
        return mismatch instanceof InvalidFormatException && !isScalar(target) ? "invalid_value" : "invalid_type";
    }

    private static boolean isScalar(Class<?> type) {
        return type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class);
    }

    /** The list that contains the element with the error. */
    private static String list(JsonProcessingException fault) {
        List<JsonMappingException.Reference> path = ((JsonMappingException) fault).getPath();
        return path(path.subList(0, path.size() - 1));
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
