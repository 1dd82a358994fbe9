package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;

/** What goes for every operation of the OpenAPI document. */
@QuarkusTest
class ConventionsTest {
    private static final Set<String> SWITCHES = Set.of("dryRun", "additional");

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private final Api admin = Api.asAdmin();

    @Test
    void refusesQueryParametersThatAreUnknown() throws IOException {
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            Reply reply = operation.replay(admin, List.of("form=2026-01-01"));

            assertRefused(operation, reply, "form", "unknown_parameter");
            String message = reply.json().at("/errors/0/message").asText();
            assertThat(operation.queryParameters()).as(operation.id()).allMatch(message::contains);
        }
    }

    @Test
    void refusesQueryParametersThatAreGivenTwice() throws IOException {
        int tried = 0;
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            for (String name : operation.queryParameters()) {
                tried++;
                Reply reply = operation.replay(admin, List.of(name + "=", name + "="));

                assertRefused(operation, reply, name, "duplicate");
            }
        }
        assertThat(tried).isGreaterThan(100);
    }

    /** Else a filter without a value would answer the figures of everybody. */
    @Test
    void refusesQueryParametersThatAreEmpty() throws IOException {
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            for (String name : operation.queryParameters()) {
                for (String empty : List.of(name + "=", name)) {
                    Reply reply = operation.replayWithQuery(admin, List.of(empty));

                    // Switches: neither true nor false.
                    assertRefused(operation, reply, name, SWITCHES.contains(name) ? "invalid_type" : "required");
                }
            }
        }
    }

    @Test
    void saysWhichMethodsAPathHas() throws IOException {
        Map<String, Set<String>> had = new TreeMap<>();
        Map<String, String> examples = new HashMap<>();
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            examples.put(operation.path(), operation.examplePath());
            Set<String> methods = had.computeIfAbsent(operation.path(), any -> new TreeSet<>());
            methods.add(operation.method().toUpperCase(Locale.ROOT));
            if (operation.method().equals("get")) {
                methods.add("HEAD");
            }
        }

        assertThat(had).hasSizeGreaterThan(60);
        had.forEach((path, methods) -> METHODS.stream()
                .filter(method -> !methods.contains(method))
                .forEach(method -> assertNotAllowed(method, examples.get(path), methods)));
    }

    private void assertNotAllowed(String method, String path, Set<String> methods) {
        for (Api caller : List.of(admin, Api.here())) {
            Reply reply = caller.send(method, path, null, null, Map.of());

            assertThat(reply.status())
                    .as(method + " " + path + " " + reply.body())
                    .isEqualTo(405);
            assertThat(Arrays.stream(reply.headers()
                                    .firstValue("Allow")
                                    .orElse("")
                                    .split(", "))
                            .sorted())
                    .as("Allow of " + path)
                    .containsExactlyElementsOf(methods);
            if (!method.equals("HEAD")) {
                assertThat(reply.code()).isEqualTo("method_not_allowed");
            }
        }
    }

    private static void assertRefused(ApiDocument.Operation operation, Reply reply, String name, String violation) {
        assertThat(reply.status()).as(operation.id() + ": " + reply.body()).isEqualTo(400);
        assertThat(reply.code()).as(operation.id()).isEqualTo("validation_failed");
        assertThat(reply.json().path("errors")).as(operation.id()).hasSize(1);
        assertThat(reply.json().at("/errors/0/field").asText())
                .as(operation.id())
                .isEqualTo(name);
        assertThat(reply.json().at("/errors/0/code").asText())
                .as(operation.id())
                .isEqualTo(violation);
    }
}
