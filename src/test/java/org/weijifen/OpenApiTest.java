package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;

/**
 * The document that integrators go by: openapi.yaml is what the service says, and each of its examples works as it stands,
 * on the demo community.
 *
 * <p>{@code ./mvnw test -Dtest=OpenApiTest -Dopenapi.write=true} writes openapi.yaml.
 */
@QuarkusTest
class OpenApiTest {
    private static final Path FILE = Path.of("openapi.yaml");
    private static final String SIGN_IN = "createToken";

    /** They would change what the tests sign in with, or need an authenticator: OwnAccountTest. */
    private static final Set<String> OF_THE_OWN_ACCOUNT =
            Set.of("changeOwnPassword", "confirmSecondFactor", "removeOwnSecondFactor");

    @Test
    void theFileIsWhatTheServiceSays() throws IOException {
        String said = Api.here().get("/q/openapi").expect(200).body();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, said);
        }

        assertThat(Files.readString(FILE)).isEqualTo(said);
    }

    @Test
    void describesEveryOperationWhole() throws IOException {
        Set<String> ids = new HashSet<>();
        for (ApiDocument.Operation documented : ApiDocument.operations()) {
            JsonNode operation = documented.described();
            String id = documented.id();

            assertThat(ids.add(id)).as("operationId " + id + " is unique").isTrue();
            assertThat(id).matches("[a-z]+[A-Za-z]+");
            assertThat(operation.path("summary").asText()).as(id).isNotBlank();
            assertThat(operation.path("tags")).as(id).isNotEmpty();
            assertThat(operation.path("security").size())
                    .as("security of " + id)
                    .isEqualTo(id.equals(SIGN_IN) ? 0 : 1);
            operation.path("responses").properties().stream()
                    .filter(response -> !response.getKey().equals("204"))
                    .forEach(response -> assertThat(response.getValue().path("content"))
                            .as("content of " + response.getKey() + " of " + id)
                            .isNotEmpty()
                            .allSatisfy(
                                    media -> assertThat(media.path("schema")).isNotEmpty()));
            assertThat(problemCodes(operation, "500")).as(id).contains("internal_error");
            assertThat(problemCodes(operation, "401")).as(id).contains("unauthenticated");
            if (operation.has("requestBody")) {
                assertThat(problemCodes(operation, "415")).as(id).contains("unsupported_media_type");
                operation.path("requestBody").path("content").forEach(media -> assertThat(media.has("example"))
                        .as("example of " + id)
                        .isTrue());
            }
            operation.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                    assertThat(parameter.has("example")).as("examples of " + id).isTrue();
                }
            });
        }
        assertThat(ids).hasSizeGreaterThan(40);
    }

    @Test
    void everyExampleWorks() throws IOException {
        Api admin = Api.asAdmin();
        for (ApiDocument.Operation documented : ApiDocument.operations()) {
            if (OF_THE_OWN_ACCOUNT.contains(documented.id())) {
                continue;
            }
            boolean endsToken = documented.id().equals("endToken");
            Reply reply = documented.replay(endsToken ? Api.here().signIn("admin", Api.ADMIN_PASSWORD) : admin);

            JsonNode responses = documented.described().path("responses");
            assertThat(reply.status()).as(documented.id() + ": " + reply.body()).isBetween(200, 299);
            assertThat(responses.has(Integer.toString(reply.status())))
                    .as(documented.id() + " documents " + reply.status())
                    .isTrue();
            JsonNode schema = responses.at("/" + reply.status() + "/content/application~1json/schema");
            if (reply.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
                assertThat(missing(ApiDocument.read(), schema, reply.json()))
                        .as(documented.id() + ": " + reply.body())
                        .isEmpty();
            }
            if (responses.at("/" + reply.status() + "/headers").has("Location")) {
                assertThat(reply.headers().firstValue("Location").orElse(""))
                        .as("Location of " + documented.id())
                        .startsWith("/v1/");
            }
        }
    }

    @Test
    void nothingButSignInAnswersWithoutAToken() throws IOException {
        for (ApiDocument.Operation documented : ApiDocument.operations()) {
            if (!documented.id().equals(SIGN_IN)) {
                Reply reply = documented.replay(Api.here());

                assertThat(reply.status()).as(documented.id()).isEqualTo(401);
                assertThat(reply.code()).isEqualTo("unauthenticated");
                assertThat(reply.headers().firstValue("WWW-Authenticate"))
                        .as(documented.id())
                        .isPresent();
            }
        }
    }

    /** Months are texts, whatever their class is made of. */
    @Test
    void describesMonthsAsTheyAreSent() throws IOException {
        JsonNode month = ApiDocument.read().at("/components/schemas/YearMonth");

        assertThat(month.get("type").asText()).isEqualTo("string");
        assertThat("2026-03").matches(month.get("pattern").asText());
    }

    /** Unknown query parameters are refused everywhere, and bodies are needed only where they are. */
    @Test
    void saysWhatEveryOperationMayRefuse() throws IOException {
        for (ApiDocument.Operation documented : ApiDocument.operations()) {
            assertThat(documented.described().at("/responses").has("400"))
                    .as(documented.id())
                    .isTrue();
            if (documented.described().path("description").asText().contains("The body may be absent")) {
                assertThat(documented.described().at("/requestBody/required").asBoolean())
                        .as(documented.id())
                        .isFalse();
            }
        }
    }

    @Test
    void saysHowMuchEveryOperationTakes() throws IOException {
        for (ApiDocument.Operation documented : ApiDocument.operations()) {
            JsonNode operation = documented.described();
            boolean write =
                    !documented.method().equals("get") && !documented.id().equals(SIGN_IN);

            assertThat(problemCodes(operation, "414")).as(documented.id()).containsExactly("uri_too_long");
            assertThat(problemCodes(operation, "431")).as(documented.id()).containsExactly("headers_too_large");
            assertThat(problemCodes(operation, "400")).as(documented.id()).contains("malformed_request");
            assertThat(operation.at("/responses/503/headers").has("Retry-After"))
                    .as(documented.id())
                    .isTrue();
            if (operation.has("requestBody")) {
                assertThat(problemCodes(operation, "408")).as(documented.id()).containsExactly("request_timeout");
                assertThat(problemCodes(operation, "413")).as(documented.id()).containsExactly("payload_too_large");
            }
            if (write || documented.id().equals(SIGN_IN)) {
                JsonNode refused = operation.at("/responses/429/headers");
                assertThat(refused.has("Retry-After")).as(documented.id()).isTrue();
                assertThat(refused.has("RateLimit")).as(documented.id()).isEqualTo(write);
                assertThat(refused.has("RateLimit-Policy")).as(documented.id()).isEqualTo(write);
            }
            operation.path("parameters").forEach(parameter -> {
                if (parameter.path("name").asText().equals("limit")) {
                    assertThat(parameter.at("/schema/minimum").asInt())
                            .as(documented.id())
                            .isEqualTo(1);
                    assertThat(parameter.at("/schema/maximum").asInt())
                            .as(documented.id())
                            .isEqualTo(200);
                }
            });
        }
    }

    /** Generators and validators of other languages know neither more of patterns than this nor numbers without a size. */
    @Test
    void saysNothingThatOtherLanguagesCannotRead() throws IOException {
        JsonNode document = ApiDocument.read();

        assertThat(document.findValues("pattern")).isNotEmpty().allSatisfy(pattern -> assertThat(pattern.asText())
                .startsWith("^")
                .endsWith("$")
                .doesNotContain("\\p"));
        assertThat(document.findParents("pattern")).noneMatch(schema -> schema.has("format"));
        assertThat(document.findParents("type"))
                .filteredOn(schema -> schema.get("type").asText().equals("integer"))
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.path("format").asText()).matches("int(32|64)"));
        assertThat(names(document.at("/components/schemas")))
                .doesNotContain(
                        "Client",
                        "NewClient",
                        "Import",
                        "LocalDate",
                        "UUID",
                        "Mode",
                        "Status",
                        "Result",
                        "Move",
                        "Side")
                .allMatch(name -> !name.endsWith("View"));
    }

    @Test
    void takesNullWhereAPatchTakesAValueAwayAndAnswersNone() throws IOException {
        JsonNode schemas = ApiDocument.read().at("/components/schemas");
        List<String> nullable = new ArrayList<>();
        schemas.properties().forEach(schema -> schema.getValue()
                .path("properties")
                .properties()
                .forEach(property -> {
                    if (property.getValue().toString().contains("\"null\"")) {
                        nullable.add(schema.getKey() + "." + property.getKey());
                    }
                }));

        assertThat(nullable)
                .containsExactlyInAnyOrder(
                        "CommunityDetails.secondFactorRequired",
                        "OwnAccountChange.displayName",
                        "UserChange.displayName",
                        "ClientAccountChange.pointsPerDay",
                        "MemberDetails.phone",
                        "MemberDetails.group",
                        "MemberDetails.household",
                        "MerchantDetails.contact",
                        "MerchantDetails.phone",
                        "RewardDetails.costFen",
                        "RewardDetails.limitPerMonth",
                        "RewardDetails.lowStockThreshold",
                        "RewardDetails.groups",
                        "RewardDetails.merchantId",
                        "StationDetails.address",
                        "StationDetails.openingHours");
    }

    /** What a member's token reads by {@code me}. */
    @Test
    void takesMeWhereMembersReadWhatIsTheirs() throws IOException {
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            if (operation.path().contains("{memberId}") && operation.method().equals("get")) {
                assertThat(operation.described().path("parameters").findValuesAsText("const"))
                        .as(operation.id())
                        .containsExactly("me");
            }
        }
    }

    /** A constant's name stands where the value that is sent could not be read. */
    @Test
    void enumeratesTheValuesThatAreSent() throws IOException {
        List<JsonNode> enumerations = ApiDocument.read().findValues("enum");

        assertThat(enumerations).hasSizeGreaterThan(10);
        assertThat(enumerations).allSatisfy(values -> assertThat(values)
                .allSatisfy(value -> assertThat(value.asText()).doesNotMatch("[A-Z]+_[A-Z_]+|[A-Z]{4,}")));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** What a schema requires of a value, and what is not there, or null. */
    private static List<String> missing(JsonNode document, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return missing(document, document.at(schema.get("$ref").asText().substring(1)), value);
        }
        List<String> missing = new ArrayList<>();
        schema.path("required").forEach(name -> {
            if (value.isObject() && !value.hasNonNull(name.asText())) {
                missing.add(name.asText() + " of " + value);
            }
        });
        schema.path("properties").properties().forEach(property -> {
            if (value.hasNonNull(property.getKey())) {
                missing.addAll(missing(document, property.getValue(), value.get(property.getKey())));
            }
        });
        if (value.isArray()) {
            value.forEach(one -> missing.addAll(missing(document, schema.path("items"), one)));
        }
        return missing;
    }

    private static List<String> problemCodes(JsonNode operation, String status) {
        return ApiDocument.codes(operation.path("responses").path(status));
    }
}
