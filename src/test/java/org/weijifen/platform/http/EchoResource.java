package org.weijifen.platform.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.Nullable;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Text;

/** A resource without a feature, to try on what goes for all of them. */
@Path("/test/echo")
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll
public class EchoResource {
    private final MergePatch patches;

    EchoResource(MergePatch patches) {
        this.patches = patches;
    }

    enum Colour {
        @JsonProperty("dark-red")
        DARK_RED,
        @JsonProperty("blue")
        BLUE
    }

    record Line(@NotNull UUID id, @NotNull @Min(1) @Max(100) Long quantity) {}

    record Body(
            @NotNull @Size(max = 20) @Text String name,
            @NotNull @Size(min = 1, max = 20) List<@NotNull @Valid Line> lines,
            List<@NotNull @Text String> tags,
            Boolean urgent,
            LocalDate day,
            YearMonth month,
            Instant at,
            Colour colour) {}

    record Reason(@NotNull @Text String reason) {}

    @POST
    @Operation(hidden = true)
    public Body echo(@Valid Body body) {
        return body;
    }

    @POST
    @Path("/optional")
    @Operation(hidden = true)
    public Map<String, Boolean> optional(@Nullable @Valid Reason body) {
        return Map.of("given", body != null);
    }

    @POST
    @Path("/long")
    @BodyLimit(size = "1M")
    @Operation(hidden = true)
    public JsonNode echoLong(JsonNode body) {
        return body;
    }

    @PATCH
    @Consumes({MergePatch.MEDIA_TYPE, "application/json"})
    @Operation(hidden = true)
    public Body patch(JsonNode patch) {
        Line line = new Line(UUID.fromString("00000000-0000-0000-0000-000000000001"), 3L);
        return patches.apply(
                new Body("before", List.of(line), List.of("a", "b"), true, null, null, null, Colour.BLUE), patch);
    }

    @GET
    @Operation(hidden = true)
    public Map<String, Object> parameters(
            @QueryParam("day") LocalDate day,
            @QueryParam("month") YearMonth month,
            @QueryParam("at") Instant at,
            @QueryParam("limit") Integer limit,
            @QueryParam("sequence") Long sequence,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("id") UUID id,
            @QueryParam("colour") Colour colour,
            @QueryParam("text") String text) {
        return Map.of(
                "day", String.valueOf(day),
                "month", String.valueOf(month),
                "at", String.valueOf(at),
                "limit", Paging.limit(limit),
                "sequence", String.valueOf(sequence),
                "dryRun", dryRun,
                "id", String.valueOf(id),
                "colour", String.valueOf(colour),
                "text", String.valueOf(text));
    }

    @GET
    @Path("/rows/{id}")
    @Operation(hidden = true)
    public Map<String, String> row(@PathParam("id") UUID id) {
        return Map.of("id", id.toString());
    }

    @GET
    @Path("/numbers/{number}/{name}")
    @Operation(hidden = true)
    public Map<String, Object> number(@PathParam("number") long number, @PathParam("name") String name) {
        return Map.of("number", number, "name", name);
    }

    @GET
    @Path("/faults/{kind}")
    @Operation(hidden = true)
    public String fault(@PathParam("kind") String kind) throws Exception {
        throw switch (kind) {
            case "bug" -> new IllegalStateException("select secret from vault");
            case "sql" -> new SQLException("select secret from vault", "42P01");
            case "unique" -> new SQLException("secret exists", "23505");
            case "connection" -> new SQLException("secret.host refused", "08001");
            case "pool" -> new SQLException("acquisition timeout");
            case "wrapped" -> new IllegalStateException(new SQLException("secret", "57P01"));
            case "overloaded" -> ProblemException.of(ErrorCode.OVERLOADED);
            default -> new IllegalArgumentException(kind);
        };
    }

    /** More than is held back until an answer begins, and a fault behind it. */
    @GET
    @Path("/breaking")
    @Operation(hidden = true)
    public List<Object> breaking() {
        return List.of("x".repeat(100_000), new Object() {
            @JsonProperty("broken")
            public String broken() {
                throw new IllegalStateException("broken");
            }
        });
    }
}
