package org.weijifen.platform;

import java.util.Arrays;
import java.util.Locale;

/** Values of enums as they stand in the API: {@code MERCHANT_PACKAGE} is {@code merchant-package}. */
public final class Choices {
    private Choices() {}

    /** A value as it stands in the API. */
    public static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a query parameter that chooses among the values of an enum; null where it is absent.
     *
     * @throws ProblemException {@code validation_failed} when it is none of them
     */
    public static <E extends Enum<E>> E read(String parameter, String given, Class<E> type) {
        if (given == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> code(value).equals(given))
                .findFirst()
                .orElseThrow(() -> ProblemException.field(parameter, "invalid_value"));
    }
}
