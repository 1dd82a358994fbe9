package org.weijifen.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;

/**
 * Reads lists up to their {@link Size} and refuses longer ones while reading. Bean Validation would check each element
 * of a list before it refuses the length.
 */
final class BoundedLists extends BeanDeserializerModifier {
    @Serial
    private static final long serialVersionUID = 1L;

    /** For a list without a largest size. */
    private static final int MOST = 1000;

    @Override
    public JsonDeserializer<?> modifyCollectionDeserializer(
            DeserializationConfig config, CollectionType type, BeanDescription bean, JsonDeserializer<?> deserializer) {
        return new Bounded(deserializer, 0, MOST);
    }

    private static final class Bounded extends DelegatingDeserializer {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int least;
        private final int most;

        Bounded(JsonDeserializer<?> unbounded, int least, int most) {
            super(unbounded);
            this.least = least;
            this.most = most;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> unbounded) {
            return new Bounded(unbounded, least, most);
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
                throws JsonMappingException {
            JsonDeserializer<?> unbounded = context.handleSecondaryContextualization(
                    _delegatee, property, context.constructType(handledType()));
            Size size = property == null ? null : property.getAnnotation(Size.class);
            return size == null
                    ? new Bounded(unbounded, least, most)
                    : new Bounded(unbounded, size.min(), Math.min(size.max(), MOST));
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return ((JsonDeserializer<Object>) _delegatee).deserialize(parser, context, new Elements(least, most));
        }
    }

    /** A list that refuses elements beyond its size. */
    private static final class Elements extends ArrayList<Object> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int least;
        private final int most;

        Elements(int least, int most) {
            this.least = least;
            this.most = most;
        }

        @Override
        public boolean add(Object element) {
            if (size() == most) {
                throw new TooManyElementsException(least, most);
            }
            return super.add(element);
        }
    }

    /** The list has too many elements. */
    static final class TooManyElementsException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int least;
        private final int most;

        TooManyElementsException(int least, int most) {
            super(null, null, false, false);
            this.least = least;
            this.most = most;
        }

        /** The broken rule, in the form of Bean Validation. */
        Violation violation(String list) {
            return Violation.of(list, "size", least, most);
        }
    }
}
