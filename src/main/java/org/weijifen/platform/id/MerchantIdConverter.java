package org.weijifen.platform.id;

import jakarta.persistence.Converter;

@Converter(autoApply = true)
final class MerchantIdConverter extends IdConverter<MerchantId> {
    MerchantIdConverter() {
        super(MerchantId::new);
    }
}
