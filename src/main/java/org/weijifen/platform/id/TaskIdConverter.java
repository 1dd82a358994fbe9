package org.weijifen.platform.id;

import jakarta.persistence.Converter;

@Converter(autoApply = true)
final class TaskIdConverter extends IdConverter<TaskId> {
    TaskIdConverter() {
        super(TaskId::new);
    }
}
