package org.weijifen.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * JSON Merge Patch (RFC 7396), which every PATCH uses. A named field changes, null removes its value, and other fields
 * stay as they are.
 */
@Singleton
public final class MergePatch {
    /** The media type of a patch; {@code application/json} is accepted too. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper json;
    private final Validator validator;

    MergePatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Applies a patch.
     *
     * @param current the present state, written as a request would write it
     * @param patch what the caller sent
     * @param ifMatch the state it applies to, or null
     * @return the new state, which is checked by the same rules as a request that creates
     * @throws ProblemException {@code precondition_failed}; {@code malformed_json} when the patch is no object, {@code
     *     validation_failed} when it names an unknown field or leads to a state that breaks a rule
     */
    public <T extends Record> T apply(T current, JsonNode patch, IfMatch ifMatch) {
        require(current, ifMatch);
        return apply(current, patch);
    }

    /** Refuses with {@code precondition_failed} unless the request matches this state. */
    public void require(Record current, IfMatch ifMatch) {
        if (ifMatch != null) {
            ifMatch.require(tag(current));
        }
    }

    /** The ETag of a state. Equal states have the same ETag. */
    public String tag(Record state) {
        return '"'
                + UUID.nameUUIDFromBytes(json.valueToTree(state).toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                + '"';
    }

    /** Applies a patch to any state. */
    public <T extends Record> T apply(T current, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            throw ProblemException.variant(ErrorCode.MALFORMED_JSON, "shape");
        }
        T patched = read(merge(json.valueToTree(current), changes), current);
        Set<ConstraintViolation<T>> violations = validator.validate(patched);
        if (!violations.isEmpty()) {
            throw ProblemException.fields(Violations.of(violations));
        }
        return patched;
    }

    @SuppressWarnings("unchecked")
    private <T extends Record> T read(ObjectNode state, T current) {
        try {
            return (T) json.treeToValue(state, current.getClass());
        } catch (JsonProcessingException e) {
            throw JsonFaults.explain(e);
        }
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(change -> {
            String name = change.getKey();
            if (change.getValue().isNull()) {
                // Null fields are kept, so that an unknown field is refused even if it is null.
                target.putNull(name);
            } else if (change.getValue() instanceof ObjectNode inner) {
                target.set(
                        name,
                        merge(target.get(name) instanceof ObjectNode object ? object : target.objectNode(), inner));
            } else {
                target.set(name, change.getValue());
            }
        });
        return target;
    }
}
