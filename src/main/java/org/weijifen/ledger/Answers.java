package org.weijifen.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.weijifen.platform.Answer;

/** Writes what operations answer, and what they are told apart by, as JSON. */
@Singleton
public final class Answers {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final ObjectMapper json;

    Answers(ObjectMapper json) {
        this.json = json;
    }

    /** 201 with the path of what was created. */
    public Answer created(String location, Object body) {
        return new Answer(CREATED, location, write(body));
    }

    /** 200. */
    public Answer ok(Object body) {
        return of(OK, body);
    }

    /** An answer that creates nothing of its own. */
    public Answer of(int status, Object body) {
        return new Answer(status, null, write(body));
    }

    /**
     * SHA-256 of everything a request asks for, as {@link Operation#requestHash} wants it.
     *
     * @param operation stable name of the use case
     * @param parts ids of the path and the parsed request
     */
    public String hash(String operation, Object... parts) {
        List<Object> asked = new ArrayList<>();
        asked.add(operation);
        Collections.addAll(asked, parts);
        return HashChain.sha256(write(asked));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is always writable", e);
        }
    }
}
