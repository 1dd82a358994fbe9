package org.weijifen.platform.id;

import jakarta.persistence.AttributeConverter;
import java.util.UUID;
import java.util.function.Function;

/** Lets Hibernate keep ids of one kind as UUIDs. */
abstract class IdConverter<T extends Id> implements AttributeConverter<T, UUID> {
    private final Function<UUID, T> maker;

    IdConverter(Function<UUID, T> maker) {
        this.maker = maker;
    }

    @Override
    public final UUID convertToDatabaseColumn(T id) {
        return Id.uuid(id);
    }

    @Override
    public final T convertToEntityAttribute(UUID value) {
        return Id.of(maker, value);
    }
}
