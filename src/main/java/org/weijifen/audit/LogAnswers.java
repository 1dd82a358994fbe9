package org.weijifen.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** Answers about the security log over HTTP, in the same way for a community and for the service. */
@Singleton
final class LogAnswers {
    /** One JSON object on each line. */
    static final String JSON_LINES = "application/x-ndjson";

    private static final TypeReference<List<ChangeView>> CHANGES = new TypeReference<>() {};

    /** A field that was changed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SecurityLogChange")
    record ChangeView(
            @Schema(examples = "points") String field,

            @Schema(
                    nullable = true,
                    description = "Absent where there was none; a personal value as its keyed hash, `hmac-sha256:…`",
                    examples = "18")
            String before,

            @Schema(nullable = true, description = "The same after it", examples = "20")
            String after) {}

    /** A line as clients see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SecurityLogLine")
    record LineView(
            long sequence,
            Instant recordedAt,

            @Schema(nullable = true, description = "What happened; absent where the line is damaged")
            SecurityEventKind kind,

            @Schema(nullable = true, description = "Opaque id of who did it; absent when nobody is known")
            String actor,

            @Schema(nullable = true, description = "What it is about", examples = "member")
            String subjectKind,

            @Schema(nullable = true, description = "Its id; absent for lists, and where there is none")
            String subjectId,

            @Schema(nullable = true, description = "Absent where the line is damaged")
            List<ChangeView> changes,

            @Schema(description = "How often it happened within a minute, or how many rows were read")
            long occurrences,

            @Schema(enumeration = {Line.DONE, Line.REFUSED}) String outcome,

            @Schema(nullable = true, description = "Id of the request, the first of several")
            String requestId,

            @Schema(description = "SHA-256 of the previous hash, a line feed and the line without its hash")
            String hash) {}

    /** The result of a verification. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SecurityLogVerification")
    record VerificationView(
            @Schema(description = "Whether nothing was found")
            boolean valid,

            @Schema(description = "Sequence of the last line; 0 before any")
            long sequence,

            @Schema(description = "Hash of the last line") String hash,

            @Schema(description = "Sequence of the oldest line that is kept")
            long firstSequence,

            @Schema(
                    description =
                            "Hash of the line before that one, with which an export begins; 64 zeros before the first")
            String previousHash,

            @Schema(nullable = true, description = "Lowest sequence at which something is wrong")
            Long firstInvalidSequence,

            @Schema(description = "How many lines were replayed")
            long lines,

            @Schema(description = "What is wrong; at most the first 100")
            List<FindingView> findings) {}

    /** One finding. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SecurityLogFinding")
    record FindingView(
            @Schema(description = "Stable code in snake_case")
            LogFinding code,

            @Schema(nullable = true, description = "Sequence of the line it was noticed at")
            Long sequence,

            @Schema(description = "For people, in the language of Accept-Language")
            String message) {}

    private final Lines lines;
    private final ObjectMapper json;

    LogAnswers(Lines lines, ObjectMapper json) {
        this.lines = lines;
        this.json = json;
    }

    /** @throws ProblemException {@code validation_failed} when {@code to} is before {@code from} */
    Page<LineView> list(UUID chain, Lines.Filter filter, Integer limit, String cursor) {
        if (filter.from() != null && filter.to() != null && filter.to().isBefore(filter.from())) {
            throw ProblemException.field("to", "too_small", Formats.write(filter.from()));
        }
        Long before = Cursor.read(cursor, 1, keys -> Formats.wholeNumber(keys.get(0)));
        int size = Paging.limit(limit);
        return Page.of(
                        lines.list(chain, filter, before == null ? Long.MAX_VALUE : before, size),
                        size,
                        line -> Cursor.after(line.sequence()))
                .map(this::view);
    }

    /** @param name what the file is called before {@code -security-log} */
    Response export(UUID chain, String name) {
        return Response.ok((StreamingOutput) out -> lines.export(chain, out))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "-security-log.jsonl\"")
                .build();
    }

    VerificationView verify(UUID chain, Locale language) {
        Lines.Report report = lines.verify(chain);
        return new VerificationView(
                report.check().isValid(),
                report.head().sequence(),
                report.head().hash(),
                report.head().first(),
                report.head().previousHash(),
                report.check().firstInvalid(),
                report.check().lines(),
                report.check().findings().stream()
                        .map(found -> view(found, language))
                        .toList());
    }

    private static FindingView view(ChainCheck.Found found, Locale language) {
        return new FindingView(
                found.code(),
                found.sequence(),
                Problems.text(
                        language,
                        "log_finding." + found.code().code(),
                        found.sequence() == null ? "" : found.sequence()));
    }

    private LineView view(Line line) {
        return new LineView(
                line.sequence(),
                line.recordedAt(),
                kind(line),
                line.actor(),
                line.subjectKind(),
                line.subjectId(),
                changes(line),
                line.occurrences(),
                line.outcome(),
                line.requestId(),
                line.hash());
    }

    /** Null where the line is damaged, which the verification tells of: the others on its page are read all the same. */
    private static SecurityEventKind kind(Line line) {
        try {
            return EnumNames.constant(SecurityEventKind.class, line.kind());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private List<ChangeView> changes(Line line) {
        try {
            return json.readValue(line.changes(), CHANGES);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
