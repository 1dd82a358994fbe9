package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Constructor;
import java.util.UUID;
import java.util.function.Function;

/**
 * The id of one kind of thing, so that the compiler refuses the id of another kind. It is a plain UUID in JSON, in texts
 * and in the database.
 */
public sealed interface Id extends Comparable<Id>
        permits MemberId, MerchantId, RedemptionId, RewardId, SettlementId, StationId, StocktakeId, TaskId {

    @JsonValue
    UUID value();

    /** As their UUIDs. */
    @Override
    default int compareTo(Id other) {
        return value().compareTo(other.value());
    }

    /** The id of a UUID; null for null. */
    static <T extends Id> T of(Function<UUID, T> kind, UUID value) {
        return value == null ? null : kind.apply(value);
    }

    /** What makes ids of one kind, known at run time. Null stays null. */
    static Function<UUID, Object> maker(Class<?> kind) {
        try {
            Constructor<?> constructor = kind.getConstructor(UUID.class);
            return value -> value == null ? null : make(constructor, value);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("an id is a record of a UUID", e);
        }
    }

    private static Object make(Constructor<?> constructor, UUID value) {
        try {
            return constructor.newInstance(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a UUID makes no " + constructor.getName(), e);
        }
    }

    /** Null for null. */
    static UUID uuid(Id id) {
        return id == null ? null : id.value();
    }

    /** A value as the database takes it: the UUID of an id, and anything else as it is. */
    static Object plain(Object value) {
        return value instanceof Id id ? id.value() : value;
    }
}
