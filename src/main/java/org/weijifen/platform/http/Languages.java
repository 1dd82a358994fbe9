package org.weijifen.platform.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from Accept-Language (RFC 9110, 12.5.4) which of our two languages a reader prefers. */
final class Languages {
    private static final Locale DEFAULT = Locale.SIMPLIFIED_CHINESE;
    private static final String CHINESE = "zh";
    private static final String ENGLISH = "en";
    private static final String ANY = "*";

    /** The code for Mandarin, which distinguishes it from the other Chinese languages. */
    private static final String MANDARIN = "cmn";

    private static final int MAX_LENGTH = 500;
    private static final Pattern RANGE = Pattern.compile(
            "(\\*|[a-z]{1,8})(?:-[a-z0-9*]{1,8})*(?:\\s*;\\s*q\\s*=\\s*(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?))?",
            Pattern.CASE_INSENSITIVE);

    private Languages() {}

    /** The language to answer in. Malformed language ranges are ignored. */
    static Locale preferred(List<String> headers) {
        String wishes = String.join(",", headers);
        if (wishes.length() > MAX_LENGTH) {
            return DEFAULT;
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String wish : wishes.split(",")) {
            Matcher range = RANGE.matcher(wish.strip());
            if (range.matches()) {
                double weight = range.group(2) == null ? 1 : Double.parseDouble(range.group(2));
                weights.merge(language(range.group(1)), weight, Math::max);
            }
        }
        return isEnglish(weights) ? Locale.ENGLISH : DEFAULT;
    }

    private static String language(String subtag) {
        String language = subtag.toLowerCase(Locale.ROOT);
        return language.equals(MANDARIN) ? CHINESE : language;
    }

    /** Whether English is preferred. With equal weights the language that was named first wins. */
    private static boolean isEnglish(Map<String, Double> weights) {
        double english = weight(weights, ENGLISH);
        double chinese = weight(weights, CHINESE);
        if (english != chinese || english == 0) {
            return english > chinese;
        }
        return weights.keySet().stream()
                .filter(language -> language.equals(ENGLISH) || language.equals(CHINESE))
                .findFirst()
                .filter(ENGLISH::equals)
                .isPresent();
    }

    private static double weight(Map<String, Double> weights, String language) {
        return weights.getOrDefault(language, weights.getOrDefault(ANY, 0.0));
    }
}
