package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.RawHttp;
import org.weijifen.platform.ErrorCode;

/** Whatever anybody sends is answered with what it asks for, or with a problem document. */
@QuarkusTest
class OddRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) .*");
    private static final List<String> INTERNALS = List.of("Exception", "org.weijifen", "io.vertx", "io.netty", "\tat ");

    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Access-Control-Request-Method",
            "Authorization",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Cookie",
            "Expect",
            "Forwarded",
            "Host",
            "Idempotency-Key",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Origin",
            "Range",
            "Referer",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Proto",
            "X-HTTP-Method-Override",
            "X-Request-Id",
            "traceparent");

    private static final List<String> VALUES = List.of(
            "",
            "-",
            "--",
            ",",
            ";",
            "*",
            "=",
            "\"",
            "'",
            "/",
            "//",
            "..",
            "%",
            "{",
            "@",
            "-1",
            "\t",
            "a b",
            "a,,b",
            "a=b;c",
            ";q=",
            "en;q=",
            "en;q=abc",
            "*/*;q=5",
            "text/",
            "/json;",
            "application/json;charset=nonsense",
            "Bearer",
            "Bearer a.b.c",
            "Basic Og==",
            "bytes=9-0",
            "gzip, chunked",
            "999999999999999999999",
            "<script>",
            "\u00ff\u4e2d",
            "\u007f",
            "\u0000",
            "x".repeat(600),
            "x".repeat(70_000));

    private static final List<String> METHODS = List.of(
            "GET", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "POST", "get", "PRI", "M-SEARCH");

    private static final List<String> PATHS = List.of(
            "/",
            "*",
            "?",
            "#",
            "%",
            "/%",
            "/%zz",
            "/%u0041",
            "/v1/%zz",
            "/v1/communities/%ff",
            "/v1/communities/%00",
            "/v1/communities/%2e%2e",
            "/v1/communities/fuxi/members/%zz",
            "/v1/communities/%ED%A0%80",
            "/v1/communities?limit=%",
            "/v1/communities?%zz=1",
            "/v1/communities?limit=%ff",
            "/v1/communities?&&&=",
            "/v1/communities;a=b",
            "/v1/communities??",
            "/v1/\u4e2d\u6587",
            "/v1/{community}",
            "//v1/communities",
            "/v1/../../etc/passwd",
            "/\\",
            "/|",
            "/<script>",
            "v1/communities",
            "http://",
            "http:///v1/communities",
            "http://elsewhere/v1/communities",
            "/v1/communities/" + "x".repeat(5000),
            "/" + "x".repeat(100_000),
            "/v1/nowhere",
            "/v1/communities",
            "/docs/problems",
            "/docs/problems?x=",
            "/docs/nowhere",
            "/q/openapi",
            "/q/openapi?format=odd",
            "/q/swagger-ui",
            "/q/swagger-ui/",
            "/q/swagger-ui/nowhere",
            "/q/swagger-ui/%2e%2e/%zz",
            "/q/nowhere",
            "/q/health",
            "/q/metrics",
            "/favicon.ico");

    private final URI service = at("quarkus.http.test-port");
    private final URI management = at("quarkus.management.test-port");

    private static URI at(String port) {
        return URI.create("http://127.0.0.1:" + ConfigProvider.getConfig().getValue(port, String.class));
    }

    /** An answer as it came. */
    private record Answer(int status, String head, String body) {
        static Answer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            String head = end < 0 ? text : text.substring(0, end);
            Matcher line = STATUS.matcher(head.lines().findFirst().orElse(""));
            return new Answer(
                    line.matches() ? Integer.parseInt(line.group(1)) : 0, head, end < 0 ? "" : text.substring(end + 4));
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        /** The first problem document in it, whatever else the connection brought. */
        JsonNode problem() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                return JSON.nullNode();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/nowhere",
                "GET /v1/communities",
                "POST /v1/tokens",
                "GET /docs/problems",
                "GET /q/swagger-ui/"
            })
    void explainsWhatItDoesNotLikeOfAHeader(String request) throws IOException {
        List<String> faults = new ArrayList<>();
        for (String name : HEADERS) {
            for (String value : VALUES) {
                Answer answer = send(service, request, name + ": " + value);
                faults(answer, request.startsWith("HEAD"))
                        .forEach(fault -> faults.add(name + ": " + shown(value) + fault));
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void explainsWhatItDoesNotLikeOfAHeaderOfTheManagementPort() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String name : HEADERS) {
            if (name.equals("Transfer-Encoding")) {
                continue; // Quarkus waits there for the end of a body, which we don't send.
            }
            for (String value : VALUES) {
                for (String path : List.of("/q/health/live", "/q/nowhere")) {
                    Answer answer = send(management, "GET " + path, name + ": " + value);
                    faults(answer, false).forEach(fault -> faults.add(path + " " + name + ": " + shown(value) + fault));
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void explainsWhatItDoesNotLikeOfAPath() throws IOException {
        List<String> faults = new ArrayList<>();
        for (URI port : List.of(service, management)) {
            for (String method : METHODS) {
                for (String path : PATHS) {
                    Answer answer = send(port, method + " " + path);
                    faults(answer, method.equals("HEAD"))
                            .forEach(fault -> faults.add(method + " " + shown(path) + fault));
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET /",
                "GET / ",
                "GET / HTTP",
                "GET / HTTP/",
                "GET / HTTP/1.1 x",
                "G\u0000T / HTTP/1.1",
                "\u0016\u0003\u0001 / HTTP/1.1",
                "GET / HTTP/1.1\r\nHost: x\r\nBad Name: y",
                "GET / HTTP/1.1\r\nHost: x\r\nNoColon",
                "GET / HTTP/1.1\r\nHost: x\r\nA\u0000: b",
                "GET / HTTP/1.1\r\nHost: x\r\nA : b",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 3",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: +2",
                "POST /v1/tokens HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked",
                "POST /v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked"
            })
    void explainsWhatIsNoRequest(String request) throws IOException {
        Answer answer = Answer.of(RawHttp.send(service, request + "\r\n\r\n"));

        assertThat(faults(answer, false)).isEmpty();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().path("code").asText()).isEqualTo("malformed_request");
    }

    @Test
    void saysWhatIsTooLong() throws IOException {
        Map<String, ErrorCode> expected = Map.of(
                "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                ErrorCode.URI_TOO_LONG,
                "GET / HTTP/1.1\r\nHost: x\r\nCookie: " + "x".repeat(70_000) + "\r\n\r\n",
                ErrorCode.HEADERS_TOO_LARGE,
                "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(20_000) + "\r\n",
                ErrorCode.HEADERS_TOO_LARGE);
        for (URI port : List.of(service, management)) {
            for (Map.Entry<String, ErrorCode> request : expected.entrySet()) {
                Answer answer = Answer.of(RawHttp.send(port, request.getKey()));

                assertThat(faults(answer, false)).isEmpty();
                assertThat(answer.problem().path("code").asText())
                        .isEqualTo(request.getValue().code());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Host, x",
        "Authorization, Bearer a.b.c",
        "Content-Type, application/json",
        "Idempotency-Key, key",
        "If-Match, *"
    })
    void refusesToChooseBetweenTwo(String name, String value) throws IOException {
        Answer answer = send(service, "POST /v1/communities/fuxi/credits", name + ": " + value, name + ": other");

        assertThat(faults(answer, false)).isEmpty();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().path("errors").path(0).path("field").asText())
                .isEqualTo(name);
        assertThat(answer.problem().path("errors").path(0).path("code").asText())
                .isEqualTo("duplicate");
    }

    @Test
    void readsTheWishesOfAllLinesAsOneList() throws IOException {
        Answer answer = send(service, "GET /v1/nowhere", "Accept-Language: fr", "Accept-Language: en");

        assertThat(answer.problem().path("title").asText()).isEqualTo("Not found");
    }

    private static Answer send(URI port, String request, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\nConnection: close\r\n");
        if (Stream.of(headers).noneMatch(header -> header.startsWith("Host:"))) {
            text.append("Host: localhost\r\n");
        }
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return Answer.of(RawHttp.send(port, text.append("\r\n").toString()));
    }

    /** What is wrong with an answer. */
    private static List<String> faults(Answer answer, boolean headOnly) {
        List<String> faults = new ArrayList<>();
        if (answer.status() == 0 || answer.status() >= 500) {
            faults.add(" -> " + answer.head());
        }
        if (!answer.header("x-content-type-options").equals("nosniff")) {
            faults.add(" -> " + answer.status() + " without nosniff");
        }
        if (answer.status() >= 400) {
            INTERNALS.stream().filter(answer.body()::contains).forEach(word -> faults.add(" shows " + word));
            JsonNode problem = answer.problem();
            if (!answer.header("content-type").equals("application/problem+json")) {
                faults.add(" -> " + answer.status() + " of type " + answer.header("content-type"));
            } else if (!headOnly && !isWhole(problem, answer)) {
                faults.add(" -> " + answer.status() + " " + answer.body());
            }
        }
        return faults;
    }

    private static boolean isWhole(JsonNode problem, Answer answer) {
        return problem.path("status").asInt() == answer.status()
                && Stream.of(ErrorCode.values())
                        .anyMatch(code ->
                                code.code().equals(problem.path("code").asText()) && code.status() == answer.status())
                && !problem.path("title").asText().isEmpty()
                && !problem.path("detail").asText().isEmpty()
                && problem.path("requestId").asText().equals(answer.header("x-request-id"));
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
