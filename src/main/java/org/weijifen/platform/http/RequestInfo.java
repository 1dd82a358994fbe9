package org.weijifen.platform.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.weijifen.platform.Call;
import org.weijifen.platform.Ids;
import org.weijifen.platform.Problems;

/**
 * What is known of a request before anybody has looked at who calls.
 *
 * @param id the caller's X-Request-Id when it is a good one, else ours
 * @param locale language of the answer
 * @param path the path asked for, without its query
 */
public record RequestInfo(String id, Locale locale, String path) {
    /** Header with the request's id, both ways. */
    public static final String ID_HEADER = "X-Request-Id";

    private static final Pattern GOOD_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_LANGUAGES_LENGTH = 500;
    private static final String KEY = RequestInfo.class.getName();

    /** What is known of the current request; the same at every call. */
    public static RequestInfo of(RoutingContext request) {
        RequestInfo known = request.get(KEY);
        if (known == null) {
            known = new RequestInfo(
                    id(request.request().getHeader(ID_HEADER)),
                    locale(request.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE)),
                    request.request().path());
            request.put(KEY, known);
        }
        return known;
    }

    /** This request as a call by nobody in particular, to word a refusal with. */
    public Call call() {
        return new Call("-", null, false, locale, path, id);
    }

    private static String id(String given) {
        return given != null && GOOD_ID.matcher(given).matches()
                ? given
                : Ids.next().toString();
    }

    private static Locale locale(String accepted) {
        if (accepted == null || accepted.length() > MAX_LANGUAGES_LENGTH) {
            return Problems.language(List.of());
        }
        try {
            return Problems.language(Locale.LanguageRange.parse(accepted).stream()
                    .filter(range -> range.getWeight() > 0)
                    .sorted(Comparator.comparingDouble(Locale.LanguageRange::getWeight)
                            .reversed())
                    .map(range -> Locale.forLanguageTag(range.getRange()))
                    .toList());
        } catch (IllegalArgumentException e) {
            return Problems.language(List.of());
        }
    }
}
