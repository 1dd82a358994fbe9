package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

/**
 * The document that integrators go by: openapi.yaml is what the service says, and each of its examples works as it stands,
 * on the demo community.
 *
 * <p>{@code ./mvnw test -Dtest=OpenApiTest -Dopenapi.write=true} writes openapi.yaml.
 */
@QuarkusTest
class OpenApiTest {
    private static final Path FILE = Path.of("openapi.yaml");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String SIGN_IN = "createToken";

    private record Documented(String path, String method, JsonNode operation) {
        String id() {
            return operation.path("operationId").asText();
        }
    }

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
        for (Documented documented : operations()) {
            JsonNode operation = documented.operation();
            String id = documented.id();

            assertThat(ids.add(id)).as("operationId " + id + " is unique").isTrue();
            assertThat(id).matches("[a-z]+[A-Za-z]+");
            assertThat(operation.path("summary").asText()).as(id).isNotBlank();
            assertThat(operation.path("tags")).as(id).isNotEmpty();
            assertThat(operation.path("security").size())
                    .as("security of " + id)
                    .isEqualTo(id.equals(SIGN_IN) ? 0 : 1);
            operation.path("responses").properties().forEach(response -> assertThat(
                            response.getValue().path("content"))
                    .as("content of " + response.getKey() + " of " + id)
                    .isNotEmpty()
                    .allSatisfy(media -> assertThat(media.path("schema")).isNotEmpty()));
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
        for (Documented documented : operations()) {
            Reply reply = replay(admin, documented);

            JsonNode responses = documented.operation().path("responses");
            assertThat(reply.status()).as(documented.id() + ": " + reply.body()).isBetween(200, 299);
            assertThat(responses.has(Integer.toString(reply.status())))
                    .as(documented.id() + " documents " + reply.status())
                    .isTrue();
        }
    }

    @Test
    void nothingButSignInAnswersWithoutAToken() throws IOException {
        for (Documented documented : operations()) {
            if (!documented.id().equals(SIGN_IN)) {
                Reply reply = replay(Api.here(), documented);

                assertThat(reply.status()).as(documented.id()).isEqualTo(401);
                assertThat(reply.code()).isEqualTo("unauthenticated");
                assertThat(reply.headers().firstValue("WWW-Authenticate"))
                        .as(documented.id())
                        .isPresent();
            }
        }
    }

    /** A constant's name stands where the value that is sent could not be read. */
    @Test
    void enumeratesTheValuesThatAreSent() throws IOException {
        List<JsonNode> enumerations = document().findValues("enum");

        assertThat(enumerations).hasSizeGreaterThan(10);
        assertThat(enumerations).allSatisfy(values -> assertThat(values)
                .allSatisfy(value -> assertThat(value.asText()).doesNotMatch("[A-Z]+_[A-Z_]+|[A-Z]{4,}")));
    }

    private static Reply replay(Api caller, Documented documented) {
        String path = documented.path();
        List<String> query = new ArrayList<>();
        String key = null;
        for (JsonNode parameter : documented.operation().path("parameters")) {
            String name = parameter.path("name").asText();
            String example = parameter.path("example").asText();
            if (!parameter.has("example")) {
                continue;
            }
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", example);
                case "query" -> query.add(name + "=" + URLEncoder.encode(example, StandardCharsets.UTF_8));
                case "header" -> key = example;
                default -> throw new AssertionError("where is " + name + "?");
            }
        }
        JsonNode content = documented.operation().path("requestBody").path("content");
        String mediaType = content.isEmpty() ? null : content.fieldNames().next();
        return caller.send(
                documented.method().toUpperCase(),
                query.isEmpty() ? path : path + "?" + String.join("&", query),
                mediaType == null
                        ? null
                        : written(mediaType, content.get(mediaType).path("example")),
                key,
                mediaType == null ? Map.of() : Map.of("Content-Type", mediaType));
    }

    /** A file stands in the document as it is sent. */
    private static String written(String mediaType, JsonNode example) {
        return mediaType.endsWith("json") ? example.toString() : example.asText();
    }

    private static List<String> problemCodes(JsonNode operation, String status) {
        List<String> codes = new ArrayList<>();
        operation
                .path("responses")
                .path(status)
                .path("content")
                .path("application/problem+json")
                .path("schema")
                .findPath("enum")
                .forEach(code -> codes.add(code.asText()));
        return codes;
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(Api.here().get("/q/openapi").expect(200).body());
    }

    private static List<Documented> operations() throws IOException {
        JsonNode document = document();
        List<Documented> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    resolveResponses(document, method.getValue());
                    if (METHODS.contains(method.getKey())) {
                        all.add(new Documented(path.getKey(), method.getKey(), method.getValue()));
                    }
                }));
        return all;
    }

    /** Puts the shared responses where they are referred to. */
    private static void resolveResponses(JsonNode document, JsonNode operation) {
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            if (response.getValue().has("$ref")) {
                JsonNode shared =
                        document.at(response.getValue().get("$ref").asText().substring(1));
                assertThat(shared.isMissingNode())
                        .as(response.getValue().toString())
                        .isFalse();
                response.setValue(shared);
            }
        }
    }
}
