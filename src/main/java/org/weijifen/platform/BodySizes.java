package org.weijifen.platform;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.weijifen.platform.http.BodyLimit;

/** Adds the largest body sizes to the OpenAPI document. */
final class BodySizes {
    private final Map<String, String> said = new HashMap<>();

    BodySizes(IndexView classes) {
        for (AnnotationInstance limit : classes.getAnnotations(BodyLimit.class)) {
            MethodInfo method = limit.target().asMethod();
            AnnotationValue size = limit.value("size");
            AnnotationInstance operation = method.annotation(Operation.class);
            // Operations of tests are hidden and have no id.
            AnnotationValue id = operation == null ? null : operation.value("operationId");
            if (id != null && size != null) {
                said.put(id.asString(), size.asString());
            }
        }
    }

    /** Describes the body of an operation. */
    void describe(String operationId, RequestBody body) {
        String size = said.getOrDefault(operationId, BodyLimit.USUAL_SIZE);
        // The largest size of a file is a setting.
        if (!size.startsWith("$")) {
            body.setDescription("At most %s %sB"
                    .formatted(size.substring(0, size.length() - 1), size.substring(size.length() - 1)));
        }
    }
}
