package org.weijifen.platform;

import java.util.HashMap;
import java.util.Map;

/**
 * The filter of a list: the conditions of a query in the Hibernate query language, with the values of its parameters.
 * Values are passed only as parameters, never as text of the query.
 */
public final class Conditions {
    private static final char ESCAPE = '!';

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> values = new HashMap<>();

    /**
     * Adds a condition unless its value is null.
     *
     * @param condition with one parameter, named {@code :<parameter>}
     */
    public Conditions and(String condition, String parameter, Object value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : " and ")
                    .append('(')
                    .append(condition)
                    .append(')');
            values.put(parameter, value);
        }
        return this;
    }

    /** Adds the condition that one of the fields contains a text, ignoring case, unless the text is null. */
    public Conditions andContains(String parameter, String part, String... fields) {
        if (part == null) {
            return this;
        }
        StringBuilder any = new StringBuilder();
        for (String field : fields) {
            any.append(any.isEmpty() ? "" : " or ")
                    .append("lower(%s) like lower(:%s) escape '%s'".formatted(field, parameter, ESCAPE));
        }
        return and(any.toString(), parameter, "%" + escape(part) + "%");
    }

    /** The conditions, joined by "and". */
    public String text() {
        return text.toString();
    }

    public Map<String, Object> values() {
        return values;
    }

    /** Escapes the wildcards of LIKE. */
    private static String escape(String part) {
        return part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
