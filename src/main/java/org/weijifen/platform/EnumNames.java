package org.weijifen.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;

/** How the constants of an enum are written in JSON and in queries. */
public final class EnumNames {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EnumNames() {}

    /** The names of all constants, in their order. */
    public static List<String> of(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> JSON.convertValue(constant, String.class))
                .toList();
    }
}
