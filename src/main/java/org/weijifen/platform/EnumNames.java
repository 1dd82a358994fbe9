package org.weijifen.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the constants of an enum are written in JSON, in queries and in the database: {@code merchant-package}. */
public final class EnumNames {
    private static final ClassValue<Map<String, Object>> CONSTANTS = new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
            Map<String, Object> constants = new LinkedHashMap<>();
            Arrays.stream(type.getEnumConstants())
                    .forEach(constant -> constants.put(inJson((Enum<?>) constant), constant));
            return constants;
        }
    };

    private EnumNames() {}

    /** The code of a constant. */
    public static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code, but for constants that JSON writes otherwise, such as {@code books:read}. */
    private static String inJson(Enum<?> constant) {
        try {
            JsonProperty written =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return written == null ? code(constant) : written.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("every constant is a field", e);
        }
    }

    /** The codes of all constants, in their order. */
    public static List<String> of(Class<?> type) {
        return List.copyOf(CONSTANTS.get(type).keySet());
    }

    /**
     * The constant with a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static <E> E constant(Class<E> type, String code) {
        Object constant = CONSTANTS.get(type).get(code);
        if (constant == null) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " is called " + code);
        }
        return type.cast(constant);
    }
}
