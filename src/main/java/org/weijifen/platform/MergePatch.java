package org.weijifen.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.util.List;

/** Applies a JSON merge patch (RFC 7396) to the part of a resource that can be edited. */
@Singleton
public final class MergePatch {
    /** The media type of a patch; {@code application/json} is taken for it too. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper json;
    private final Validator validator;

    MergePatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * What {@code current} is after the patch.
     *
     * @throws ProblemException {@code validation_failed} when it would break a rule, {@code malformed_json} when the
     *     patch does not fit the type
     */
    @SuppressWarnings("unchecked") // A record has no subtypes.
    public <T extends Record> T apply(T current, JsonNode patch) {
        if (!(patch instanceof ObjectNode)) {
            throw ProblemException.of(ErrorCode.MALFORMED_JSON);
        }
        T patched;
        try {
            patched = (T) json.treeToValue(merge(json.valueToTree(current), patch), current.getClass());
        } catch (JsonProcessingException e) {
            throw ProblemException.of(ErrorCode.MALFORMED_JSON);
        }
        List<Violation> violations = validator.validate(patched).stream()
                .map(broken -> Violation.worded(broken.getPropertyPath().toString(), "invalid", broken.getMessage()))
                .toList();
        if (!violations.isEmpty()) {
            throw ProblemException.fields(violations);
        }
        return patched;
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object
                ? object
                : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merge(merged.get(field.getKey()), field.getValue()));
            }
        });
        return merged;
    }
}
