package org.weijifen.platform.id;

import jakarta.persistence.Converter;

@Converter(autoApply = true)
final class RewardIdConverter extends IdConverter<RewardId> {
    RewardIdConverter() {
        super(RewardId::new);
    }
}
