package org.weijifen.platform;

import jakarta.inject.Singleton;
import jakarta.validation.MessageInterpolator;
import java.util.Locale;

/**
 * Leaves the messages of Bean Validation unresolved. {@link Violations} makes the texts, and only for the first
 * violations.
 */
@Singleton
final class UnwordedViolations implements MessageInterpolator {
    @Override
    public String interpolate(String template, Context context) {
        return template;
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return template;
    }
}
