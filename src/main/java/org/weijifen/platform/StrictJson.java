package org.weijifen.platform;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes Jackson strict: "5" is not a number, 5 is not a text, 1.0 is not a whole number, and duplicate fields or text
 * after the end are errors. A wrong guess here would be posted in the books.
 */
@Singleton
final class StrictJson implements ObjectMapperCustomizer {
    private static final int MAX_NESTING = 50;
    private static final int MAX_STRING_LENGTH = 100_000;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_NAME_LENGTH = 200;
    /** A thousand items with all their fields are 18,000. */
    private static final int MAX_TOKENS = 20_000;

    /** It is registered last, because Jackson takes the last of several readers for one type. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    /**
     * Sets some features by a deprecated method, because its replacement, the builder, is not available once the mapper
     * is built.
     */
    @Override
    @SuppressWarnings("deprecation")
    public void customize(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxStringLength(MAX_STRING_LENGTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxTokenCount(MAX_TOKENS)
                        .build());
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
        mapper.coercionConfigDefaults().setAcceptBlankAsEmpty(false);
        mapper.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.registerModule(new SimpleModule("strict")
                .setDeserializerModifier(new BoundedLists())
                .addSerializer(Instant.class, new ToText(Formats::write))
                .addDeserializer(String.class, new StoredText(StrictJson::storable))
                .addDeserializer(UUID.class, new FromText<>(UUID.class, Formats::uuid))
                .addDeserializer(LocalDate.class, new FromText<>(LocalDate.class, Formats::day))
                .addDeserializer(YearMonth.class, new FromText<>(YearMonth.class, Formats::month))
                .addDeserializer(Instant.class, new FromText<>(Instant.class, Formats::instant)));
    }

    /** Writes instants with three decimals, as the books do. */
    private static final class ToText extends StdSerializer<Instant> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Function<Instant, String> write;

        ToText(Function<Instant, String> write) {
            super(Instant.class);
            this.write = write;
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(write.apply(value));
        }
    }

    /** Refuses characters that PostgreSQL or UTF-8 cannot store, in every text. */
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0
                || text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw new IllegalArgumentException("not storable");
        }
        return text;
    }

    /** Reads texts. Texts marked as texts for people are read without blanks at their ends. Secrets keep their blanks. */
    private static final class StoredText extends FromText<String> implements ContextualDeserializer {
        @Serial
        private static final long serialVersionUID = 1L;

        StoredText(Function<String, String> parse) {
            super(String.class, parse);
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            boolean isForPeople = property != null && property.getAnnotation(Text.class) != null;
            return isForPeople ? new StoredText(text -> Blanks.strip(storable(text))) : this;
        }
    }

    /** Reads a value that is written as a JSON string and as nothing else. */
    private static class FromText<T> extends StdScalarDeserializer<T> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(_valueClass, parser);
            }
            String text = parser.getText();
            try {
                return parse.apply(text);
            } catch (RuntimeException e) {
                return (T) context.handleWeirdStringValue(_valueClass, text, "not in its usual form");
            }
        }
    }
}
