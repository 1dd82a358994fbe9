package org.weijifen.platform;

import jakarta.annotation.security.RolesAllowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** Adds the permissions that operations need to the OpenAPI document, as {@code @RolesAllowed} names them. */
final class Permissions {
    private static final String EXTENSION = "x-permissions";

    private final Map<String, List<String>> needed = new HashMap<>();

    Permissions(IndexView classes) {
        for (AnnotationInstance operation : classes.getAnnotations(Operation.class)) {
            MethodInfo method = operation.target().asMethod();
            AnnotationInstance own = method.annotation(RolesAllowed.class);
            AnnotationInstance common = method.declaringClass().declaredAnnotation(RolesAllowed.class);
            AnnotationInstance found = own == null ? common : own;
            // Operations of tests are hidden and have no id.
            AnnotationValue id = operation.value("operationId");
            if (id != null && found != null) {
                needed.put(id.asString(), List.of(found.value().asStringArray()));
            }
        }
    }

    /** Describes an operation; one that names no permission is for everybody with a token, or needs none. */
    void describe(org.eclipse.microprofile.openapi.models.Operation operation) {
        List<String> permissions = needed.get(operation.getOperationId());
        if (permissions == null) {
            return;
        }
        operation.addExtension(EXTENSION, permissions);
        String line = "Needs " + (permissions.size() == 1 ? "the permission " : "one of the permissions ")
                + permissions.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")) + ".";
        operation.setDescription(
                operation.getDescription() == null ? line : operation.getDescription() + "\n\n" + line);
    }
}
