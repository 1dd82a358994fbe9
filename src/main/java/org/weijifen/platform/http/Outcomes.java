package org.weijifen.platform.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Problems;

/** Turns outcomes into HTTP responses. */
public final class Outcomes {
    /** Header of a first answer that is sent again. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private Outcomes() {}

    /** Whether a response gives a first answer again, or shows what has become of a row that it had made. */
    public static boolean isReplayed(Response response) {
        return response.getHeaders().containsKey(REPLAYED);
    }

    /** The response for something that was created, now or before under the same key. */
    public static Response created(String location, Object body, boolean replayed) {
        Response.ResponseBuilder response = Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, location)
                .entity(body);
        if (replayed) {
            response.header(REPLAYED, "true");
        }
        return response.build();
    }

    /**
     * The response for an added row. For a repeated key it shows the current state of the row.
     *
     * @param again reads the row with an id
     * @param view converts a row for the answer
     */
    public static <R> Response added(Outcome<R> outcome, Function<UUID, R> again, Function<R, ?> view) {
        if (outcome.answer().isProblem()) {
            return respond(outcome);
        }
        String location = outcome.answer().location();
        R row = outcome.result()
                .orElseGet(() -> again.apply(UUID.fromString(location.substring(location.lastIndexOf('/') + 1))));
        return created(location, view.apply(row), outcome.replayed());
    }

    /** The response of an outcome after its commit. No thread waits for it. */
    public static CompletionStage<Response> respond(CompletionStage<? extends Outcome<?>> committed) {
        return committed.thenApply(Outcomes::respond);
    }

    /** The response of an outcome: the kept answer, byte for byte. */
    public static Response respond(Outcome<?> outcome) {
        Answer answer = outcome.answer();
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(answer.isProblem() ? Problems.MEDIA_TYPE : MediaType.APPLICATION_JSON)
                .entity(answer.json());
        if (answer.location() != null) {
            response.header(HttpHeaders.LOCATION, answer.location());
        }
        if (outcome.replayed()) {
            response.header(REPLAYED, "true");
        }
        return response.build();
    }
}
