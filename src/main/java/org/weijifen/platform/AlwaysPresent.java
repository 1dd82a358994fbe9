package org.weijifen.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;

/**
 * Says in the OpenAPI document which fields of answers are always there, so that clients need not ask each of them: numbers
 * and flags that can't be null, and all fields of records that leave none out. What a record may leave out is known from
 * its {@link JsonInclude} alone, so that some fields that are there in practice stay optional.
 */
final class AlwaysPresent {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String ITEMS = "items";

    private final OpenAPI document;
    private final Map<String, Schema> schemas;

    AlwaysPresent(OpenAPI document) {
        this.document = document;
        this.schemas = document.getComponents().getSchemas();
    }

    /** Adds to what is required of the schemas of answers; what requests bring says itself what it needs. */
    void require(IndexView classes) {
        Set<String> asked = reachable(operations()
                .map(Operation::getRequestBody)
                .filter(body -> body != null)
                .map(body -> body.getContent()));
        Set<String> answered = reachable(operations()
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .filter(response -> response.getRef() == null)
                .map(response -> response.getContent()));
        answered.removeAll(asked);
        for (String name : answered) {
            Map<String, Schema> properties = schemas.get(name).getProperties();
            // A page of whatever it is, and perhaps a cursor.
            if (properties != null && properties.keySet().equals(Set.of(ITEMS, "nextCursor"))) {
                add(schemas.get(name), ITEMS);
            }
        }
        records(classes).forEach((name, type) -> {
            if (answered.contains(name) && isDescribedBy(type, schemas.get(name))) {
                require(type, schemas.get(name));
            }
        });
    }

    /** The records by the names of their schemas; a name that a record gives itself goes before that of another class. */
    private static Map<String, ClassInfo> records(IndexView classes) {
        Map<String, ClassInfo> records = new HashMap<>();
        for (ClassInfo type : classes.getKnownClasses()) {
            if (type.isRecord()) {
                String given = givenName(type);
                if (given == null) {
                    records.putIfAbsent(type.simpleName(), type);
                } else {
                    records.put(given, type);
                }
            }
        }
        return records;
    }

    /** Another class may be called like the one of a schema. */
    private static boolean isDescribedBy(ClassInfo type, Schema schema) {
        return schema.getProperties() != null
                && schema.getProperties()
                        .keySet()
                        .equals(type.recordComponents().stream()
                                .map(RecordComponentInfo::name)
                                .collect(Collectors.toSet()));
    }

    private static void require(ClassInfo type, Schema schema) {
        boolean leavesOut = type.hasDeclaredAnnotation(JsonInclude.class);
        for (RecordComponentInfo component : type.recordComponents()) {
            boolean isThere = component.type().kind() == Type.Kind.PRIMITIVE || !leavesOut;
            // The annotation of a component stands at its field.
            if (isThere && !type.field(component.name()).hasAnnotation(JsonInclude.class)) {
                add(schema, component.name());
            }
        }
    }

    private static void add(Schema schema, String field) {
        if (schema.getRequired() == null || !schema.getRequired().contains(field)) {
            schema.addRequired(field);
        }
    }

    /** The name that {@code @Schema} gives a class, or null. */
    private static String givenName(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(
                DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema"));
        return schema == null || schema.value("name") == null
                ? null
                : schema.value("name").asString();
    }

    private Stream<Operation> operations() {
        return document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream());
    }

    private Set<String> reachable(Stream<Content> contents) {
        Set<String> found = new HashSet<>();
        List<Schema> open = new ArrayList<>(contents.filter(content -> content != null)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .map(media -> media.getSchema())
                .toList());
        while (!open.isEmpty()) {
            Schema schema = open.remove(open.size() - 1);
            if (schema == null) {
                continue;
            }
            String ref = schema.getRef();
            if (ref != null && ref.startsWith(SCHEMAS) && found.add(ref.substring(SCHEMAS.length()))) {
                open.add(schemas.get(ref.substring(SCHEMAS.length())));
            }
            open.add(schema.getItems());
            open.add(schema.getAdditionalPropertiesSchema());
            Stream.of(schema.getAllOf(), schema.getOneOf(), schema.getAnyOf())
                    .filter(parts -> parts != null)
                    .forEach(open::addAll);
            if (schema.getProperties() != null) {
                open.addAll(schema.getProperties().values());
            }
        }
        return found;
    }
}
