package org.weijifen.platform.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.weijifen.platform.Call;
import org.weijifen.platform.Ids;

/**
 * The data of a request that are known before authentication.
 *
 * @param id the caller's X-Request-Id when it is valid, else our own
 * @param locale language of the answer
 * @param path the path asked for, without its query; null when it could not be read
 */
public record RequestInfo(String id, Locale locale, String path) {
    /** Header with the request's id, in requests and answers. */
    public static final String ID_HEADER = "X-Request-Id";

    private static final Pattern GOOD_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String KEY = RequestInfo.class.getName();

    /** The data of the current request; the same at every call. */
    public static RequestInfo of(RoutingContext request) {
        RequestInfo known = request.get(KEY);
        if (known == null) {
            known = of(request.request());
            request.put(KEY, known);
        }
        return known;
    }

    /** The data of a request. An id of our own differs at each call. */
    static RequestInfo of(HttpServerRequest request) {
        return new RequestInfo(
                id(request.headers().getAll(ID_HEADER)),
                Languages.preferred(request.headers().getAll(HttpHeaders.ACCEPT_LANGUAGE)),
                request.decoderResult().isFailure() ? null : request.path());
    }

    /** This request as a call without a known caller, for writing a refusal. */
    public Call call() {
        return new Call("-", null, false, locale, path, id);
    }

    private static String id(List<String> given) {
        return given.size() == 1 && GOOD_ID.matcher(given.get(0)).matches()
                ? given.get(0)
                : Ids.next().toString();
    }
}
