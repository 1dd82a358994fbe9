package org.weijifen.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** Words refusals as problem documents, in Chinese or English. */
@Singleton
public final class Problems {
    /** The media type of every error. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String BUNDLE = "messages";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    /** The problem document of a refusal. */
    public Problem describe(ProblemException refusal, Call call) {
        ErrorCode code = refusal.code();
        ResourceBundle texts = texts(call.locale());
        List<Problem.FieldProblem> errors = refusal.violations().stream()
                .map(violation -> new Problem.FieldProblem(
                        violation.field(),
                        code(violation.code(), violation.text()),
                        message(texts, call.locale(), violation)))
                .toList();
        return new Problem(
                "/docs/problems#" + code.code(),
                texts.getString(code.code() + ".title"),
                code.status(),
                format(texts, call.locale(), refusal.detailKey(), refusal.arguments()),
                call.path(),
                code.code(),
                code.retryable(),
                call.requestId(),
                errors.isEmpty() ? null : errors);
    }

    /** The problem document of a refusal as an answer that can be kept. */
    public Answer answer(ProblemException refusal, Call call) {
        try {
            return new Answer(refusal.code().status(), null, json.writeValueAsString(describe(refusal, call)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem document is always writable", e);
        }
    }

    /** A problem document that was kept with its text. */
    public static Answer answer(String document) {
        try {
            int status = new ObjectMapper().readTree(document).path("status").intValue();
            return new Answer(status, null, document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept refusal is no problem document", e);
        }
    }

    /** The name of a rule, for people. */
    public static String title(ErrorCode code, Locale locale) {
        return texts(locale).getString(code.code() + ".title");
    }

    /** What to do about it, for people. */
    public static String remedy(ErrorCode code, Locale locale) {
        return texts(locale).getString(code.code() + ".remedy");
    }

    /** The code of a kept refusal with this text. It may have been kept under an older code. */
    public static String code(String kept, String text) {
        return ErrorCode.instead(text).map(ErrorCode::code).orElse(kept);
    }

    /** A text that is not a problem, such as a finding of a check. */
    public static String text(Locale locale, String key, Object... arguments) {
        return format(texts(locale), locale, key, arguments);
    }

    /** The texts of one language. */
    static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, NO_FALLBACK);
    }

    /** Replaces a code at position {@code i} by the text {@code <key>.<i>.<code>}, if there is one. */
    private static Object[] worded(ResourceBundle texts, String key, Object... arguments) {
        Object[] words = arguments.clone();
        for (int i = 0; i < words.length; i++) {
            String word = key + "." + i + "." + words[i];
            if (words[i] instanceof String && texts.containsKey(word)) {
                words[i] = texts.getString(word);
            }
        }
        return words;
    }

    private static String message(ResourceBundle texts, Locale locale, Violation violation) {
        return format(texts, locale, violation.text(), violation.arguments().toArray());
    }

    private static String format(ResourceBundle texts, Locale locale, String named, Object... arguments) {
        String key =
                ErrorCode.instead(named).map(code -> code.code() + ".detail").orElse(named);
        try {
            return new MessageFormat(texts.getString(key), locale).format(worded(texts, key, arguments));
        } catch (MissingResourceException e) {
            throw new IllegalStateException("no text for " + key, e);
        }
    }
}
