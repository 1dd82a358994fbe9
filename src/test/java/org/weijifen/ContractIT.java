package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.SeenAnswers;

/** Whether openapi.yaml says of answers what all tests before have seen of them; see {@link SeenAnswers}. */
class ContractIT {
    private static final Path SOURCES = Path.of("src", "test", "java");
    private static final Path REPORTS = Path.of("target", "surefire-reports");

    /** What any operation may answer, seen at some of them. */
    private static final Set<String> SHARED = Set.of(
            "validation_failed",
            "malformed_request",
            "malformed_json",
            "idempotency_key_required",
            "idempotency_key_reused",
            "invalid_cursor",
            "unauthenticated",
            "forbidden",
            "password_change_required",
            "second_factor_required",
            "not_found",
            "not_acceptable",
            "request_timeout",
            "period_closed",
            "conflict",
            "precondition_failed",
            "payload_too_large",
            "uri_too_long",
            "unsupported_media_type",
            "too_many_requests",
            "headers_too_large",
            "internal_error",
            "overloaded",
            "database_unavailable");

    private static final String FULL =
            "an account that is full takes more postings than a test makes: LargestBalanceTest";

    private static final String MANY = "it takes more than 20,000 facts";
    private static final String TAMPERED =
            "rows are changed behind the service: TamperedRowsTest, at collectRedemption";
    private static final String COUNTED = "one check for both: StocktakeDayTest, at createStocktake";

    /** Refusals that a test can't bring about over HTTP, or shows elsewhere, with the reason. */
    private static final Map<String, String> UNSEEN_CODES = Map.ofEntries(
            Map.entry("createDeduction limit_exceeded", FULL),
            Map.entry("receiveStock limit_exceeded", FULL),
            Map.entry("createStocktake limit_exceeded", FULL),
            Map.entry("completeStocktake limit_exceeded", FULL),
            Map.entry("reverseTransaction limit_exceeded", FULL),
            Map.entry("transferStock limit_exceeded", FULL),
            Map.entry("createSettlement limit_exceeded", MANY),
            Map.entry("submitSettlement limit_exceeded", MANY),
            Map.entry("reconcileTable limit_exceeded", MANY),
            Map.entry("cancelRedemption redemption_at_odds", TAMPERED),
            Map.entry("collectByPickupCode redemption_at_odds", TAMPERED),
            Map.entry("returnRedemption redemption_at_odds", TAMPERED),
            Map.entry("completeStocktake counted_below_shelf", COUNTED),
            Map.entry("completeStocktake counted_since", COUNTED));

    /** Fields that are optional though the tests saw them each time, with the reason. */
    private static final Map<String, String> OPTIONAL = Map.of(
            "MerchantStatementSettlement settlementId", "absent where a payment was posted behind the service's back");

    private static final String OLD = "KeptRefusalTest keeps a problem document of its own making";

    /** Fields that are required though a test saw an answer without, with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "Problem type", OLD,
            "Problem title", OLD,
            "Problem instance", OLD,
            "Problem retryable", OLD,
            "Problem requestId", OLD);

    private static JsonNode document;
    private static Set<String> facts;

    @BeforeAll
    static void readsWhatWasSeen() throws IOException {
        assumeTrue(Files.exists(SeenAnswers.FILE), "no test has run");
        List<String> lines = Files.readAllLines(SeenAnswers.FILE);
        long begun = Long.parseLong(lines.get(0));
        assumeTrue(allTestsRanSince(begun), "not all tests have run");
        facts = Set.copyOf(lines.subList(1, lines.size()));
        document = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(Path.of("openapi.yaml")));
    }

    @Test
    void saysWhatIsAlwaysThere() {
        Set<String> required = properties((schema, property) -> requires(schema, property));

        assertThat(facts("null")).isEmpty();
        assertThat(facts("unknown")).isEmpty();
        assertThat(without(facts("absent"), LEFT_OUT)).doesNotContainAnyElementsOf(required);
        assertThat(facts("absent")).containsAll(LEFT_OUT.keySet());
    }

    @Test
    void leavesNothingOptionalThatIsAlwaysThere() {
        Set<String> optional = properties((schema, property) -> !requires(schema, property));
        Set<String> always = facts("there");
        always.removeAll(facts("absent"));
        always.retainAll(optional);

        assertThat(always).containsExactlyInAnyOrderElementsOf(OPTIONAL.keySet());
    }

    @Test
    void documentsEveryAnswerOfEachOperation() {
        Set<String> documented = operations()
                .flatMap(operation -> operation.path("responses").properties().stream()
                        .flatMap(response -> Stream.concat(
                                        ApiDocument.codes(response.getValue()).stream(), Stream.of("-"))
                                .map(code -> id(operation) + " " + response.getKey() + " " + code)))
                .collect(Collectors.toSet());

        assertThat(facts("code")).isSubsetOf(documented);
    }

    @Test
    void documentsNoRefusalThatNobodyHasSeen() {
        Set<String> seen = facts("code").stream()
                .map(fact -> fact.replaceFirst(" \\d+ ", " "))
                .collect(Collectors.toSet());
        Set<String> unseen = operations()
                .flatMap(operation -> operation.path("responses").properties().stream()
                        .filter(response -> response.getKey().compareTo("400") >= 0)
                        .flatMap(response -> ApiDocument.codes(response.getValue()).stream())
                        .filter(code -> !SHARED.contains(code))
                        .map(code -> id(operation) + " " + code))
                .filter(code -> !seen.contains(code))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unseen).containsExactlyInAnyOrderElementsOf(UNSEEN_CODES.keySet());
        assertThat(seen.stream().map(fact -> fact.split(" ")[1]))
                .containsAll(List.of("precondition_failed", "forbidden"));
    }

    private static boolean allTestsRanSince(long begun) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(SOURCES::relativize)
                    .map(file -> file.toString().replaceAll("[/\\\\]", "."))
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> REPORTS.resolve("TEST-" + name.replaceFirst("\\.java$", ".xml"))
                            .toFile())
                    .allMatch(report -> report.lastModified() >= begun);
        }
    }

    /** What stands behind the word that facts begin with. */
    private static Set<String> facts(String word) {
        return facts.stream()
                .filter(fact -> fact.startsWith(word + " "))
                .map(fact -> fact.substring(word.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> some, Map<String, String> excepted) {
        return some.stream().filter(one -> !excepted.containsKey(one)).collect(Collectors.toSet());
    }

    private static Set<String> properties(BiPredicate<JsonNode, String> which) {
        return document.at("/components/schemas").properties().stream()
                .flatMap(schema -> schema.getValue().path("properties").properties().stream()
                        .filter(property -> which.test(schema.getValue(), property.getKey()))
                        .map(property -> schema.getKey() + " " + property.getKey()))
                .collect(Collectors.toSet());
    }

    private static boolean requires(JsonNode schema, String property) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<JsonNode> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream())
                .map(Map.Entry::getValue);
    }

    private static String id(JsonNode operation) {
        return operation.path("operationId").asText();
    }
}
