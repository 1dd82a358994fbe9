package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

/** Whatever nonsense comes in gets a problem document with the right code, leaves no row, and shows nothing of our inside. */
@QuarkusTest
class BadInputTest {
    private static final String[] TABLES = {
        "book", "account", "ledger_transaction", "posting", "idempotency_key", "member", "task", "reward", "redemption"
    };

    @Inject
    DataSource dataSource;

    private final Api admin = Api.asAdmin();
    private final Committee committee = aCommittee(admin);
    private final String member = committee.aMemberWith(100);
    private final String reward = committee.goods(5, 10);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                        | 400 | malformed_json",
                "``                                                       | 400 | malformed_json",
                "nonsense                                                 | 400 | malformed_json",
                "[]                                                       | 400 | malformed_json",
                "{\"memberId\":\"MEMBER\",\"points\":NaN}                 | 400 | malformed_json",
                "{\"memberId\":\"MEMBER\",\"points\":5} {}                | 400 | malformed_json",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"points\":6}      | 400 | malformed_json",
                "null                                                     | 400 | malformed_json",
                "{\"memberId\":\"MEMBER\",\"points\":1e400}               | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":1.5}                 | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":-1}                  | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":0}                   | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":9223372036854775807} | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":9223372036854775808} | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":\"5\"}               | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":true}                | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":[5]}                 | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"pionts\":5}      | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"reason\":\"a\\u0000b\"}  | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"reason\":\"\\ud800\"}    | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"effectiveOn\":\"2026-02-30\"} | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"effectiveOn\":\"2999-01-01\"} | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"points\":5,\"effectiveOn\":20260101}       | 400 | validation_failed",
                "{\"memberId\":\"nobody\",\"points\":5}                   | 400 | validation_failed",
                "{\"memberId\":null,\"points\":5}                         | 400 | validation_failed",
                "{\"points\":5}                                           | 400 | validation_failed",
                "{\"memberId\":\"STRANGER\",\"points\":5}                 | 404 | not_found"
            })
    void refusesCredits(String body, int status, String code) throws SQLException {
        String sent = body == null
                ? ""
                : body.replace("MEMBER", member)
                        .replace("STRANGER", UUID.randomUUID().toString());

        refuses("POST", committee.path("/credits"), sent, "application/json", status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"memberId\":\"MEMBER\",\"lines\":[]}                                                | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[null]}                                            | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\"}                                                             | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[{\"rewardId\":\"REWARD\",\"quantity\":0}]}        | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[{\"rewardId\":\"REWARD\",\"quantity\":-1}]}       | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[{\"rewardId\":\"REWARD\",\"quantity\":1e9}]}      | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[{\"rewardId\":\"REWARD\",\"quantity\":1001}]}     | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[{\"quantity\":1}]}                                | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":{}}                                                | 400 | validation_failed",
                "{\"memberId\":\"MEMBER\",\"lines\":[{\"rewardId\":\"STRANGER\",\"quantity\":1}]}      | 404 | not_found"
            })
    void refusesRedemptions(String body, int status, String code) throws SQLException {
        String sent = body.replace("MEMBER", member)
                .replace("REWARD", reward)
                .replace("STRANGER", UUID.randomUUID().toString());

        refuses("POST", committee.path("/redemptions"), sent, "application/json", status, code);
    }

    @Test
    void refusesMoreThanTwentyLines() throws SQLException {
        String line = "{\"rewardId\":\"" + reward + "\",\"quantity\":1}";
        String body = "{\"memberId\":\"%s\",\"lines\":[%s]}".formatted(member, (line + ",").repeat(20) + line);

        refuses("POST", committee.path("/redemptions"), body, "application/json", 400, "validation_failed");
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws SQLException {
        String body = "{\"memberId\":\"%s\",\"points\":5,\"reason\":\"%s\"}".formatted(member, "x".repeat(2 << 20));

        refuses("POST", committee.path("/credits"), body, "application/json", 413, "payload_too_large");
    }

    @Test
    void refusesDeepNesting() throws SQLException {
        String body = "{\"memberId\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

        refuses("POST", committee.path("/credits"), body, "application/json", 400, "validation_failed");
    }

    @Test
    void refusesOtherMediaTypes() throws SQLException {
        refuses(
                "POST",
                committee.path("/credits"),
                "memberId=1",
                "application/x-www-form-urlencoded",
                415,
                "unsupported_media_type");
        refuses("POST", committee.path("/credits"), "<credit/>", "text/xml", 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/redemptions?cursor=bm9uc2Vuc2U          | 400 | invalid_cursor",
                "/redemptions?cursor=%00                  | 400 | validation_failed",
                "/transactions?cursor=!!                  | 400 | invalid_cursor",
                "/members?cursor=-                        | 400 | invalid_cursor",
                "/members?limit=0                         | 400 | validation_failed",
                "/members?limit=201                       | 400 | validation_failed",
                "/members?limit=ten                       | 400 | validation_failed",
                "/members?query=%00                       | 400 | validation_failed",
                "/members?status=asleep                   | 400 | validation_failed",
                "/transactions?kind=nonsense              | 400 | validation_failed",
                "/transactions?from=yesterday             | 400 | validation_failed",
                "/transactions/0                          | 404 | not_found",
                "/transactions/99999                      | 404 | not_found",
                "/transactions/99999999999999999999       | 404 | not_found",
                "/members/nobody                          | 404 | not_found",
                "/members/me                              | 404 | not_found",
                "/members/00000000-0000-7000-8000-000000000000/balance | 404 | not_found",
                "/rewards/00000000-0000-7000-8000-000000000000 | 404 | not_found",
                "/nonsense                                | 404 | not_found"
            })
    void refusesReads(String path, int status, String code) throws SQLException {
        refuses("GET", committee.path(path), null, null, status, code);
    }

    @Test
    void refusesUnknownCommunitiesAndMethods() throws SQLException {
        refuses("GET", "/v1/communities/no-such-one/members", null, null, 404, "not_found");
        refuses("GET", "/v1/communities/%F0%9F%92%A9/members", null, null, 404, "not_found");
        refuses("PUT", "/v1/communities", null, null, 405, "method_not_allowed");
        refuses(
                "POST",
                "/v1/communities",
                "{\"slug\":\"Not A Slug\",\"name\":\"x\"}",
                "application/json",
                400,
                "validation_failed");
    }

    @Test
    void speaksTheReadersLanguage() {
        Reply chinese = admin.get(committee.path("/members/nobody"));
        Reply english = admin.send(
                "GET", committee.path("/members/nobody"), null, null, Map.of("Accept-Language", "en-GB,zh;q=0.5"));

        assertThat(chinese.json().get("title").asText())
                .isNotEqualTo(english.json().get("title").asText());
        assertThat(chinese.json().get("title").asText()).containsPattern("[\\u4e00-\\u9fff]");
        assertThat(english.json().get("title").asText()).matches("[ -~]+");
    }

    private void refuses(String method, String path, String body, String mediaType, int status, String code)
            throws SQLException {
        Map<String, Long> before = rows();

        Reply reply = admin.send(
                method,
                path,
                body,
                UUID.randomUUID().toString(),
                mediaType == null ? Map.of() : Map.of("Content-Type", mediaType));

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        JsonNode problem = reply.json();
        assertThat(problem.get("code").asText()).as(reply.body()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("requestId").asText())
                .isEqualTo(reply.headers().firstValue("X-Request-Id").orElseThrow());
        for (String field : new String[] {"type", "title", "detail", "instance"}) {
            assertThat(problem.get(field).asText()).as(field).isNotBlank();
        }
        assertThat(reply.body())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("org.", "java.", "jakarta.", "select ", "insert ", "\tat ");
        assertThat(rows()).isEqualTo(before);
    }

    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
                    rows.next();
                    counts.put(table, rows.getLong(1));
                }
            }
        }
        return counts;
    }
}
