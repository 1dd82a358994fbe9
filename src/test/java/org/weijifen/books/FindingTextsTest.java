package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.platform.Problems;

class FindingTextsTest {

    @ParameterizedTest
    @EnumSource(FindingCode.class)
    void saysEveryFindingInBothLanguages(FindingCode code) {
        String key = "finding." + code.code();

        String english = Problems.text(Locale.ENGLISH, key, 1234567L, 2L, 3L, 4L);
        String chinese = Problems.text(Locale.SIMPLIFIED_CHINESE, key, 1234567L, 2L, 3L, 4L);

        assertThat(english).matches("\\p{ASCII}+").doesNotContain("{", "1,234");
        assertThat(chinese).matches(".*\\p{IsHan}.*").doesNotContain("{", "1,234");
    }
}
