package org.weijifen.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/**
 * Completes the OpenAPI document with what all operations share (security, headers, problem documents) and with each
 * operation's own error codes and examples, which stand in {@code openapi-operations.json} by operation id. The examples
 * work on the demo community; a test replays them.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiDescription implements OASFilter {
    private static final String OPERATIONS = "openapi-operations.json";
    private static final String BEARER = "bearer";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String RESPONSES = "#/components/responses/";
    private static final String PROBLEM = "Problem";
    private static final String SIGN_IN = "createToken";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
    private static final String RATE_LIMIT = "RateLimit";
    private static final String LOCATION = "Location";
    private static final String MEMBER = "memberId";
    private static final String ETAG = "ETag";
    private static final String IF_MATCH = "If-Match";
    private static final String LIMIT = "limit";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final String LANGUAGE = "Accept-Language";
    /** Every operation refuses unknown query parameters. */
    private static final List<ErrorCode> EVERYWHERE = List.of(
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.MALFORMED_REQUEST,
            ErrorCode.NOT_ACCEPTABLE,
            ErrorCode.URI_TOO_LONG,
            ErrorCode.HEADERS_TOO_LARGE,
            ErrorCode.INTERNAL_ERROR,
            ErrorCode.OVERLOADED,
            ErrorCode.DATABASE_UNAVAILABLE);

    private static final List<ErrorCode> WITH_TOKEN = List.of(
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.FORBIDDEN,
            ErrorCode.PASSWORD_CHANGE_REQUIRED,
            ErrorCode.SECOND_FACTOR_REQUIRED);
    private static final List<ErrorCode> WITH_BODY = List.of(
            ErrorCode.MALFORMED_JSON,
            ErrorCode.REQUEST_TIMEOUT,
            ErrorCode.PAYLOAD_TOO_LARGE,
            ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    private static final List<ErrorCode> WITH_KEY =
            List.of(ErrorCode.IDEMPOTENCY_KEY_REQUIRED, ErrorCode.PERIOD_CLOSED);
    private static final List<ErrorCode> WITH_PRECONDITION = List.of(ErrorCode.PRECONDITION_FAILED);
    private static final List<ErrorCode> WRITES = List.of(ErrorCode.CONFLICT, ErrorCode.TOO_MANY_REQUESTS);
    private static final List<ErrorCode> WITH_CURSOR = List.of(ErrorCode.INVALID_CURSOR);

    private final ObjectMapper json = new ObjectMapper();
    private final BodySizes bodySizes;
    private final Permissions permissions;

    /** The build creates it with the classes it has found. */
    public OpenApiDescription(IndexView classes) {
        this.bodySizes = new BodySizes(classes);
        this.permissions = new Permissions(classes);
    }

    @Override
    public Schema filterSchema(Schema schema) {
        return SchemaRules.portable(schema);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        new SchemaRules(document).apply();
        document.getComponents().addSecurityScheme(BEARER, bearer());
        document.getComponents().addHeader(REQUEST_ID, header("Id of this request; quote it when asking for help"));
        document.getComponents()
                .addHeader(RETRY_AFTER, header("Seconds to wait before the same request is sent again"));
        document.getComponents()
                .addHeader(
                        RATE_LIMIT_POLICY,
                        header("How much each caller may write: `\"writes\";q=60;w=60` is 60 a minute"
                                + " (draft-ietf-httpapi-ratelimit-headers)"));
        document.getComponents()
                .addHeader(
                        RATE_LIMIT,
                        header("What is left of it: `\"writes\";r=59;t=1` is 59 writes now, and all of them again in a"
                                + " second; with `r=0` the seconds until the next one"));
        document.getComponents()
                .addHeader(ETAG, header("Of what can be changed; send it as `If-Match` with the change"));
        document.getComponents().addHeader(LOCATION, header("Path of what was created"));
        document.getComponents().addHeader(REPLAYED, header("`true` when this is the first answer to this key again"));
        document.getComponents().addParameter(LANGUAGE, acceptLanguage());
        JsonNode operations = read();
        for (Map.Entry<String, PathItem> path :
                document.getPaths().getPathItems().entrySet()) {
            path.getValue().getOperations().forEach((method, operation) -> {
                JsonNode own = operations.path(operation.getOperationId());
                if (own.isMissingNode()) {
                    throw new IllegalStateException(OPERATIONS + " does not have " + operation.getOperationId());
                }
                complete(document, path.getKey(), method, operation, own);
                if (method != PathItem.HttpMethod.POST && takesIfMatch(path.getValue())) {
                    operation
                            .getResponses()
                            .getAPIResponse("200")
                            .addHeader(ETAG, OASFactory.createHeader().ref(ETAG));
                }
            });
        }
    }

    private void complete(
            OpenAPI document, String path, PathItem.HttpMethod method, Operation operation, JsonNode own) {
        boolean signIn = SIGN_IN.equals(operation.getOperationId());
        boolean write = method != PathItem.HttpMethod.GET && !signIn;
        if (!signIn) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(BEARER));
        }
        // A write that is identified by its content needs no key.
        boolean keyed = hasParameter(operation, "dryRun") && own.path("keyed").asBoolean(true);
        boolean needsKey = own.path("requiredKey").asBoolean();
        boolean takesKey = keyed || needsKey || own.path("optionalKey").asBoolean();
        if (takesKey) {
            String when = keyed ? "Required unless `dryRun=true`" : needsKey ? "Required" : "Optional";
            operation.addParameter(idempotencyKey(own, when, path.contains("{community}")));
        }
        permissions.describe(operation);
        operation.addParameter(OASFactory.createParameter().ref(LANGUAGE));
        addExamples(operation, own);
        boundLimit(operation);
        describeIfMatch(operation);
        if (method == PathItem.HttpMethod.GET) {
            takeMe(operation);
        }
        if (own.path("optionalBody").asBoolean()) {
            operation.getRequestBody().setRequired(false);
        }
        if (operation.getRequestBody() != null) {
            bodySizes.describe(operation.getOperationId(), operation.getRequestBody());
        }
        addSuccessHeaders(operation, takesKey, write);
        Stream<ErrorCode> codes = Stream.of(
                        EVERYWHERE.stream(),
                        (signIn ? List.<ErrorCode>of() : WITH_TOKEN).stream(),
                        (operation.getRequestBody() == null ? List.<ErrorCode>of() : WITH_BODY).stream(),
                        (keyed ? WITH_KEY : List.<ErrorCode>of()).stream(),
                        (needsKey ? List.of(ErrorCode.IDEMPOTENCY_KEY_REQUIRED) : List.<ErrorCode>of()).stream(),
                        (takesKey ? List.of(ErrorCode.IDEMPOTENCY_KEY_REUSED) : List.<ErrorCode>of()).stream(),
                        (hasParameter(operation, IF_MATCH) ? WITH_PRECONDITION : List.<ErrorCode>of()).stream(),
                        (write ? WRITES : List.<ErrorCode>of()).stream(),
                        (hasParameter(operation, "cursor") ? WITH_CURSOR : List.<ErrorCode>of()).stream(),
                        (path.contains("{") ? List.of(ErrorCode.NOT_FOUND) : List.<ErrorCode>of()).stream(),
                        codes(own))
                .flatMap(some -> some)
                .distinct();
        addProblems(document, operation, codes.toList(), write);
    }

    private static boolean takesIfMatch(PathItem path) {
        return path.getOperations().values().stream().anyMatch(operation -> hasParameter(operation, IF_MATCH));
    }

    private static void describeIfMatch(Operation operation) {
        parameters(operation)
                .filter(parameter -> IF_MATCH.equals(parameter.getName()))
                .forEach(parameter -> parameter
                        .description(
                                "The ETag of what was read. When somebody else has changed it since, nothing is done:"
                                        + " 412 `precondition_failed`. Without it the change is made whatever there is.")
                        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
    }

    private static void boundLimit(Operation operation) {
        parameters(operation)
                .filter(parameter -> LIMIT.equals(parameter.getName()))
                .forEach(limit -> limit.getSchema()
                        .minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(Paging.MAX_LIMIT))
                        .defaultValue(Paging.DEFAULT_LIMIT));
    }

    /** Members may use {@code me} for the id in their token. */
    private static void takeMe(Operation operation) {
        parameters(operation)
                .filter(parameter -> MEMBER.equals(parameter.getName()))
                .forEach(parameter -> parameter.setSchema(OASFactory.createSchema()
                        .addAnyOf(parameter.getSchema())
                        .addAnyOf(OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .constValue("me"))));
    }

    private static void addProblems(OpenAPI document, Operation operation, List<ErrorCode> codes, boolean write) {
        SortedMap<Integer, List<ErrorCode>> byStatus = codes.stream()
                .sorted()
                .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, some) -> {
            boolean limited = write && status == ErrorCode.TOO_MANY_REQUESTS.status();
            String names = some.stream().map(code -> "`" + code.code() + "`").collect(Collectors.joining(", "));
            String name = PROBLEM + status + (limited ? "Writes" : "");
            document.getComponents().addResponse(name, problem(status, limited));
            operation
                    .getResponses()
                    .addAPIResponse(
                            Integer.toString(status),
                            OASFactory.createAPIResponse().ref(RESPONSES + name).description(names));
        });
    }

    /** The same for all operations. Each reference to it lists the possible codes. */
    private static APIResponse problem(int status, boolean limited) {
        APIResponse response = OASFactory.createAPIResponse()
                .description("Refused with the status " + status)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problems.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(SCHEMAS + PROBLEM))))
                .addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID));
        if (status == ErrorCode.TOO_MANY_REQUESTS.status() || status == ErrorCode.OVERLOADED.status()) {
            response.addHeader(RETRY_AFTER, OASFactory.createHeader().ref(RETRY_AFTER));
        }
        if (limited) {
            addRateLimit(response);
        }
        return response;
    }

    private static void addRateLimit(APIResponse response) {
        response.addHeader(RATE_LIMIT_POLICY, OASFactory.createHeader().ref(RATE_LIMIT_POLICY));
        response.addHeader(RATE_LIMIT, OASFactory.createHeader().ref(RATE_LIMIT));
    }

    private void addExamples(Operation operation, JsonNode own) {
        parameters(operation).forEach(parameter -> {
            JsonNode example = own.path("parameters").path(parameter.getName());
            if (!example.isMissingNode()) {
                parameter.setExample(json.convertValue(example, Object.class));
            }
        });
        if (operation.getRequestBody() != null && own.has("body")) {
            operation
                    .getRequestBody()
                    .getContent()
                    .getMediaTypes()
                    .values()
                    .forEach(media -> media.setExample(json.convertValue(own.get("body"), Object.class)));
        }
    }

    private static void addSuccessHeaders(Operation operation, boolean takesKey, boolean write) {
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            response.addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID));
            if (status.equals("201") || status.equals("202")) {
                response.addHeader(LOCATION, OASFactory.createHeader().ref(LOCATION));
            }
            if (write) {
                addRateLimit(response);
            }
            if (takesKey) {
                response.addHeader(REPLAYED, OASFactory.createHeader().ref(REPLAYED));
            }
        });
        if (hasParameter(operation, "dryRun")
                && takesKey
                && operation.getResponses().hasAPIResponse("201")) {
            APIResponse created = operation.getResponses().getAPIResponse("201");
            operation
                    .getResponses()
                    .addAPIResponse(
                            "200",
                            OASFactory.createAPIResponse()
                                    .description("Dry run: what would happen; nothing was done")
                                    .content(created.getContent()));
        }
    }

    private static Header header(String description) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }

    private static Parameter idempotencyKey(JsonNode own, String when, boolean inBooks) {
        return OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .required(false)
                .description(when
                        + ": 1 to 255 printable ASCII characters, new for each thing"
                        + " you want done, the same when you retry it. For each "
                        + (inBooks
                                ? "community and caller, what was done is kept for ever, and a refusal for 30 days."
                                : "caller, what was created is kept for ever; refusals are not kept.")
                        + (when.equals("Optional")
                                ? " A key that comes again is answered with what was added, as it stands then."
                                : ""))
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .minLength(1)
                        .maxLength(255))
                .example(own.path("key").asText());
    }

    private static Parameter acceptLanguage() {
        return OASFactory.createParameter()
                .name(LANGUAGE)
                .in(Parameter.In.HEADER)
                .description("Language of titles and details in problem documents: `zh-CN` (default) or `en`")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }

    private static SecurityScheme bearer() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .bearerFormat("JWT")
                .description("Get one from `POST /v1/tokens`.");
    }

    private static boolean hasParameter(Operation operation, String name) {
        return parameters(operation).anyMatch(parameter -> name.equals(parameter.getName()));
    }

    private static Stream<Parameter> parameters(Operation operation) {
        return Optional.ofNullable(operation.getParameters()).stream().flatMap(List::stream);
    }

    private static Stream<ErrorCode> codes(JsonNode own) {
        List<ErrorCode> codes = new ArrayList<>();
        own.path("errors")
                .forEach(code -> codes.add(ErrorCode.valueOf(code.asText().toUpperCase(Locale.ROOT))));
        return codes.stream();
    }

    private JsonNode read() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(OPERATIONS)) {
            return json.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
