package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.member.MemberStatus;
import org.weijifen.redemption.RedemptionStatus;
import org.weijifen.settlement.SettlementStatus;
import org.weijifen.statement.ClosingStatus;
import org.weijifen.stock.StocktakeStatus;

class MessagesTest {

    static Stream<Locale> languages() {
        return Stream.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasTextsInBothLanguages(ErrorCode code) {
        assertThat(languages()).allSatisfy(locale -> {
            assertThat(text(locale, code.code() + ".title")).isNotBlank();
            assertThat(text(locale, code.code() + ".detail")).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "required",
                "unknown_field",
                "invalid_type",
                "invalid_value",
                "invalid_value_of_some",
                "unknown_parameter",
                "matrix_parameter",
                "too_small",
                "too_large",
                "size",
                "pattern",
                "text",
                "in_future",
                "not_a_day",
                "not_an_instant",
                "not_a_month",
                "both_given",
                "one_of",
                "common_password",
                "password_of_names",
                "repetitive_password",
                "published_password",
                "password_unchanged",
                "wrong_password",
                "wrong_code",
                "duplicate",
                "not_for_goods",
                "other_community",
                "stands_for_ever",
                "no_stock",
                "not_money",
                "not_one_of",
                "not_a_group",
                "still_open",
                "unknown_merchant",
                "ambiguous_name",
                "contradictory_name",
                "unknown_name",
                "outside_period",
                "unreadable",
                "empty",
                "missing_column",
                "duplicate_column",
                "unknown_column",
                "too_many_rows",
                "too_many_columns",
                "broken_cell",
                "digits_lost",
                "shown_as_day",
                "not_a_whole_number",
                "too_early",
                "too_late",
                "not_over",
                "not_before",
                "day_open",
                "books_not_valid",
                "statement_not_proved",
                "earlier_month_open",
                "stocktakes_open",
                "redemptions_overdue",
                "points_not_expired"
            })
    void everyViolationHasATextInBothLanguages(String violation) {
        assertThat(languages()).allSatisfy(locale -> assertThat(text(locale, "violation." + violation))
                .isNotBlank());
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasACauseAndARemedyInBothLanguages(ErrorCode code) {
        assertThat(languages()).allSatisfy(locale -> {
            assertThat(Problems.title(code, locale)).isNotBlank();
            assertThat(Problems.remedy(code, locale)).isNotBlank();
        });
    }

    static Stream<Arguments> statesInTexts() {
        return Stream.of(
                Arguments.of("wrong_redemption_status.detail.0.", RedemptionStatus.class),
                Arguments.of("wrong_settlement_status.detail.0.", SettlementStatus.class),
                Arguments.of("wrong_stocktake_status.detail.0.", StocktakeStatus.class),
                Arguments.of("wrong_closing_status.detail.1.", ClosingStatus.class),
                Arguments.of("member_frozen.detail.1.", MemberStatus.class));
    }

    @ParameterizedTest
    @MethodSource("statesInTexts")
    void everyStateHasAWordInBothLanguages(String key, Class<?> states) {
        assertThat(EnumNames.of(states)).isNotEmpty().allSatisfy(state -> {
            assertThat(text(Locale.SIMPLIFIED_CHINESE, key + state)).matches("[^a-zA-Z]+");
            assertThat(text(Locale.ENGLISH, key + state)).matches("[a-z ]+");
        });
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(keys(Locale.ENGLISH)).isEqualTo(keys(Locale.SIMPLIFIED_CHINESE));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyTextIsAPatternThatSpeaksOfTheSameValues(Locale locale) {
        assertThat(keys(locale)).allSatisfy(key -> {
            MessageFormat pattern = new MessageFormat(text(locale, key), locale);
            MessageFormat chinese = new MessageFormat(text(Locale.SIMPLIFIED_CHINESE, key), locale);
            assertThat(pattern.getFormatsByArgumentIndex()).hasSameSizeAs(chinese.getFormatsByArgumentIndex());
            assertThat(text(locale, key)).doesNotContain("'");
        });
    }

    private static String text(Locale locale, String key) {
        return Problems.texts(locale).getString(key);
    }

    private static Set<String> keys(Locale locale) {
        ResourceBundle texts = Problems.texts(locale);
        return new TreeSet<>(texts.keySet());
    }
}
