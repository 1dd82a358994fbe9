package org.weijifen.platform.id;

import jakarta.persistence.Converter;

@Converter(autoApply = true)
final class MemberIdConverter extends IdConverter<MemberId> {
    MemberIdConverter() {
        super(MemberId::new);
    }
}
