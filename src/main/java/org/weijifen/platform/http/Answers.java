package org.weijifen.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import org.weijifen.platform.Answer;

/** Writes the results of operations as answers that can be kept. */
@Singleton
public final class Answers {
    private final ObjectMapper json;

    Answers(ObjectMapper json) {
        this.json = json;
    }

    /** 201 with the path of the created resource. */
    public Answer created(String location, Object body) {
        return new Answer(Status.CREATED.getStatusCode(), location, write(body));
    }

    /**
     * 201 with the path of an added row. The row itself is read for each answer and not kept, because kept answers stay
     * for ever and must contain no names or phone numbers.
     */
    public Answer added(String location) {
        return created(location, Map.of());
    }

    /** 200. */
    public Answer ok(Object body) {
        return of(Status.OK.getStatusCode(), body);
    }

    /** An answer without the path of a created resource. */
    public Answer of(int status, Object body) {
        return new Answer(status, null, write(body));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is always writable", e);
        }
    }
}
