package org.weijifen.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.weijifen.platform.id.Id;

/**
 * Rules for all schemas of the OpenAPI document, so that clients can be generated from it. Validators in other
 * languages can read all schemas, pages are named by their items, and a schema says which fields are always present or
 * may be null.
 */
final class SchemaRules {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String ITEMS = "items";
    private static final Set<String> PAGE = Set.of(ITEMS, "nextCursor");
    /** Types that are classes in Java and plain values in JSON. */
    private static final Map<String, String> FORMATS = formats();

    private final OpenAPI document;
    private final Components components;

    SchemaRules(OpenAPI document) {
        this.document = document;
        this.components = document.getComponents();
    }

    private static Map<String, String> formats() {
        Map<String, String> formats =
                new HashMap<>(Map.of("UUID", "uuid", "LocalDate", "date", "Instant", "date-time"));
        Stream.of(Id.class.getPermittedSubclasses()).forEach(kind -> formats.put(kind.getSimpleName(), "uuid"));
        return formats;
    }

    /** The same schema in a form that every tool reads: whole numbers have a size, and patterns are anchored and short. */
    static Schema portable(Schema schema) {
        String ref = schema.getRef();
        if (ref != null) {
            String name = ref.substring(ref.lastIndexOf('/') + 1);
            String format = FORMATS.get(name);
            // The referenced schema has the type.
            schema.setType(null);
            if (format != null) {
                schema.ref(null).addType(Schema.SchemaType.STRING).format(format);
            }
        }
        if (is(schema, Schema.SchemaType.INTEGER) && schema.getFormat() == null) {
            schema.setFormat("int64");
        }
        String pattern = schema.getPattern();
        if (pattern != null && pattern.contains("\\p")) {
            schema.pattern(null).minLength(1).description(sentence(schema, "Not blank, on one line"));
        } else if (pattern != null && !pattern.startsWith("^")) {
            schema.setPattern("^" + pattern + "$");
        }
        return schema;
    }

    private static String sentence(Schema schema, String more) {
        return schema.getDescription() == null ? more : schema.getDescription() + ". " + more;
    }

    /** Applies the rules that need the whole document. */
    void apply() {
        FORMATS.keySet().forEach(components::removeSchema);
        // This is a header, which is described where it is used.
        components.removeSchema(IfMatch.class.getSimpleName());
        namePages();
        Set<String> asked = reachable(operations()
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .map(RequestBody::getContent));
        Set<String> answered = reachable(answers());
        answered.removeAll(asked);
        answered.forEach(name -> requireAll(components.getSchemas().get(name)));
        operations().map(Operation::getRequestBody).filter(Objects::nonNull).forEach(this::takeNullInPatches);
        components.setSchemas(new TreeMap<>(components.getSchemas()));
    }

    private void rename(String before, String name) {
        components.addSchema(
                name, Objects.requireNonNull(components.getSchemas().get(before), before));
        components.removeSchema(before);
    }

    /** A page is named by its items. */
    private void namePages() {
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<String, Schema> entry : new LinkedHashMap<>(components.getSchemas()).entrySet()) {
            Map<String, Schema> properties = entry.getValue().getProperties();
            if (properties != null && properties.keySet().equals(PAGE)) {
                String name = nameOf(properties.get(ITEMS).getItems()) + "Page";
                rename(entry.getKey(), name);
                names.put(SCHEMAS + entry.getKey(), SCHEMAS + name);
            }
        }
        answers()
                .flatMap(content -> content.getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .filter(Objects::nonNull)
                .filter(schema -> names.containsKey(schema.getRef()))
                .forEach(schema -> schema.setRef(names.get(schema.getRef())));
    }

    /** In an answer all fields are present, except null fields, which are left out. */
    private static void requireAll(Schema schema) {
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties().forEach((name, property) -> {
            if (isNullable(property)) {
                withoutNull(property);
            } else if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
                schema.addRequired(name);
            }
        });
    }

    /** In a merge patch no field is required, and optional fields may be null. */
    private void takeNullInPatches(RequestBody body) {
        MediaType patch = body.getContent().getMediaType(MergePatch.MEDIA_TYPE);
        if (patch == null) {
            return;
        }
        Schema schema = components.getSchemas().get(nameOf(patch.getSchema()));
        Set<String> required = new HashSet<>(schema.getRequired() == null ? List.of() : schema.getRequired());
        schema.getProperties().forEach((name, property) -> {
            // A write-only field cannot be removed.
            if (!required.contains(name) && !Boolean.TRUE.equals(property.getWriteOnly()) && !isNullable(property)) {
                property.addType(Schema.SchemaType.NULL);
            }
        });
        schema.setRequired(null);
    }

    private static boolean is(Schema schema, Schema.SchemaType type) {
        return schema.getType() != null && schema.getType().contains(type);
    }

    private static boolean isNullable(Schema schema) {
        return is(schema, Schema.SchemaType.NULL)
                || schema.getAnyOf() != null
                        && schema.getAnyOf().stream().anyMatch(one -> is(one, Schema.SchemaType.NULL));
    }

    private static void withoutNull(Schema schema) {
        schema.removeType(Schema.SchemaType.NULL);
        if (schema.getAnyOf() != null) {
            Schema only = schema.getAnyOf().stream()
                    .filter(one -> !is(one, Schema.SchemaType.NULL))
                    .findFirst()
                    .orElseThrow();
            schema.anyOf(null).ref(only.getRef()).type(only.getType()).setFormat(only.getFormat());
        }
    }

    private static String nameOf(Schema schema) {
        return schema.getRef().substring(SCHEMAS.length());
    }

    private Stream<Operation> operations() {
        return document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream());
    }

    private Stream<Content> answers() {
        return operations()
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .map(response -> response.getContent())
                .filter(Objects::nonNull);
    }

    private Set<String> reachable(Stream<Content> contents) {
        Set<String> found = new HashSet<>();
        List<Schema> open = new ArrayList<>(contents.filter(Objects::nonNull)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .toList());
        while (!open.isEmpty()) {
            Schema schema = open.remove(open.size() - 1);
            if (schema == null) {
                continue;
            }
            if (schema.getRef() != null && found.add(nameOf(schema))) {
                open.add(components.getSchemas().get(nameOf(schema)));
            }
            open.add(schema.getItems());
            open.add(schema.getAdditionalPropertiesSchema());
            Stream.of(schema.getAllOf(), schema.getOneOf(), schema.getAnyOf())
                    .filter(Objects::nonNull)
                    .forEach(open::addAll);
            if (schema.getProperties() != null) {
                open.addAll(schema.getProperties().values());
            }
        }
        return found;
    }
}
