package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.AFile.DAY;
import static org.weijifen.tables.sheet.AFile.EARLIEST;
import static org.weijifen.tables.sheet.AFile.LATEST;
import static org.weijifen.tables.sheet.AFile.MEMBER_NO;
import static org.weijifen.tables.sheet.AFile.POINTS;
import static org.weijifen.tables.sheet.AFile.TITLE;
import static org.weijifen.tables.sheet.AFile.codes;
import static org.weijifen.tables.sheet.AFile.csvWith;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "12|12",
                "1,234|1234",
                "1,234,567|1234567",
                "12.0|12",
                "12.|12",
                "1,234.00|1234",
                "+5|5",
                "-5|-5",
                "−5|-5",
                "１２，３４５|12345",
                "－１２|-12",
                " 　12\u00A0|12",
                "1 234|1234",
                "007|7",
                "9223372036854775807|9223372036854775807"
            })
    void readsWholeNumbersAsPeopleWriteThem(String text, long number) {
        assertThat(csvWith(POINTS, text).onlyRow().wholeNumber(POINTS, Long.MIN_VALUE, Long.MAX_VALUE))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.5", "1,23", "12,34,567", "1e3", "五", "5分", "0x10", "--5", ",5", ".0", "+"})
    void takesNothingElseForAWholeNumber(String text) {
        SheetRow row = csvWith(POINTS, text).onlyRow();

        assertThat(row.wholeNumber(POINTS, 0, 100)).isNull();
        assertThat(codes(row)).containsExactly("not_a_whole_number");
    }

    @ParameterizedTest
    @CsvSource({
        "0, too_small, 1",
        "101, too_large, 100",
        "99999999999999999999999, too_large, 100",
        "-99999999999999999999999, too_small, 1"
    })
    void boundsNumbers(String text, String code, long bound) {
        SheetRow row = csvWith(POINTS, text).onlyRow();

        assertThat(row.wholeNumber(POINTS, 1, 100)).isNull();
        assertThat(row.faults()).containsExactly(new RowFault(2, "积分", "points", code, List.of(bound)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100})
    void takesTheBoundsThemselves(long number) {
        assertThat(csvWith(POINTS, String.valueOf(number)).onlyRow().wholeNumber(POINTS, 1, 100))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-10-01",
                "2025-10-1",
                "2025/10/1",
                "2025/10/01",
                "2025.10.1",
                "2025年10月1日",
                "2025年10月01日",
                "2025 年 10 月 1 日",
                "2025年10月1号",
                "20251001",
                "２０２５－１０－０１",
                "2025年１０月１日",
                "45931",
                "45931.0",
                "45931.75",
                "2025-10-01 08:30",
                "2025-10-01 08:30:00",
                "2025-10-01T08:30:00",
                "2025-10-01 08:30:00.123",
                "2025/10/1 8:30",
                "2025/10/1 下午 8:30",
                "2025/10/1 8:30 PM",
                "2025年10月1日 8:30",
                "2025年10月1日8:30",
                "2025年10月1日 星期三",
                "2025-10-01（周三）",
                " 2025-10-01 "
            })
    void readsDaysAsPeopleWriteThem(String text) {
        assertThat(csvWith(DAY, text).onlyRow().day(DAY, EARLIEST, LATEST)).isEqualTo(LocalDate.of(2025, 10, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10/1/2025",
                "25-10-1",
                "2025-13-01",
                "2025-02-29",
                "2025年2月30日",
                "2025-10",
                "2025年10月",
                "2025-10/1",
                "20251301",
                "2025-10-01T23:00:00Z",
                "2025-10-01T23:00:00+08:00",
                "2025-10-01 上午",
                "昨天",
                "0",
                "60",
                "-1",
                "2958466",
                "2025-10-01x",
                "2025-10-011",
                "2025-10-01 - 2025-10-05"
            })
    void takesNothingElseForADay(String text) {
        SheetRow row = csvWith(DAY, text).onlyRow();

        assertThat(row.day(DAY, EARLIEST, LATEST)).isNull();
        assertThat(codes(row)).containsExactly("not_a_day");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1900-01-01",
        "59, 1900-02-28",
        "61, 1900-03-01",
        "36526, 2000-01-01",
        "45351, 2024-02-29",
        "2958465, 9999-12-31"
    })
    void countsDaysAsExcelDoes(String text, LocalDate day) {
        assertThat(csvWith(DAY, text).onlyRow().day(DAY, EARLIEST, LATEST)).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"2025-09-30, too_early, 2025-10-01", "2026-01-01, too_late, 2025-12-31", "12, too_early, 2025-10-01"})
    void boundsDays(String text, String code, LocalDate bound) {
        SheetRow row = csvWith(DAY, text).onlyRow();

        assertThat(row.day(DAY, LocalDate.of(2025, 10, 1), LocalDate.of(2025, 12, 31)))
                .isNull();
        assertThat(row.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.arguments()).containsExactly(bound);
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Ａ０１－２３|A01-23",
                "（甲）|(甲)",
                " A 1 |A 1",
                "00012|00012",
                "\u202D13800000000\u202C|13800000000",
                "12.0|12.0"
            })
    void readsCodesInHalfWidth(String text, String code) {
        assertThat(csvWith(TITLE, text).onlyRow().code(TITLE, 60)).isEqualTo(code);
    }

    @Test
    void readsFreeTextAsItStands() {
        assertThat(csvWith(TITLE, "“Ｑ１”（第①季度）：１００％").onlyRow().text(TITLE, 60)).isEqualTo("“Ｑ１”（第①季度）：１００％");
    }

    @Test
    void putsFreeTextOnOneLine() {
        assertThat(csvWith(TITLE, "\"a \n\t b  c\u2028d\n\"").onlyRow().text(TITLE, 60))
                .isEqualTo("a b  c d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10101E+17", "1E+11", "4.40106E+17", "2.02611e+17", "110101199003071000"})
    void refusesNumbersThatExcelHasShortened(String text) {
        SheetRow row = csvWith(TITLE, text).onlyRow();

        assertThat(row.code(TITLE, 60)).isNull();
        assertThat(row.text(TITLE, 60)).isNull();
        assertThat(codes(row)).containsExactly("digits_lost", "digits_lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3E12", "1E5", "110101199003071234", "2026112800000010", "2E+5栋"})
    void takesNoOtherNumbersForShortenedOnes(String text) {
        assertThat(csvWith(TITLE, text).onlyRow().text(TITLE, 60)).isEqualTo(text);
    }

    @Test
    void refusesControlCharacters() {
        SheetRow row = csvWith(TITLE, "a\u0007b").onlyRow();

        assertThat(row.text(TITLE, 60)).isNull();
        assertThat(row.code(TITLE, 60)).isNull();
        assertThat(codes(row)).containsExactly("text", "text");
    }

    @Test
    void boundsTexts() {
        SheetRow row = csvWith(TITLE, "12345").onlyRow();

        assertThat(row.text(TITLE, 5)).isEqualTo("12345");
        assertThat(row.text(TITLE, 4)).isNull();
        assertThat(row.code(TITLE, 4)).isNull();
        assertThat(codes(row)).containsExactly("size", "size");
    }

    @Test
    void notesCellsBeyondTheLimitAndReadsOn() {
        AFile file = AFile.csv("会员号,活动名称\n1,%s\n2,%s\n".formatted("x".repeat(2000), "x".repeat(2001)));

        assertThat(file.rows(row -> row.text(TITLE, 5000) == null)).containsExactly(false, true);
        assertThat(file.rows(row -> row.text(TITLE, 5000) == null ? codes(row) : null)
                        .get(1))
                .containsExactly("size");
    }

    @Test
    void leavesOptionalCellsBlank() {
        SheetRow row = AFile.csv("会员号,活动名称,积分\n7, ,\n").onlyRow();

        assertThat(row.text(TITLE, 60)).isNull();
        assertThat(row.wholeNumber(POINTS, 1, 5)).isNull();
        assertThat(row.day(DAY, EARLIEST, LATEST)).isNull();
        assertThat(row.isFaulty()).isFalse();
    }

    @Test
    void missesRequiredCells() {
        SheetRow row = AFile.csv("会员号,活动名称\n,植树\n").onlyRow();

        assertThat(row.code(MEMBER_NO, 60)).isNull();
        assertThat(row.faults()).singleElement().satisfies(fault -> {
            assertThat(fault).isEqualTo(new RowFault(2, "会员号", "memberNo", "required", List.of()));
            assertThat(fault.message(Locale.SIMPLIFIED_CHINESE)).isEqualTo("必须填写。");
            assertThat(fault.message(Locale.ENGLISH)).isEqualTo("Is required.");
        });
    }

    @Test
    void collectsAllThatIsWrongWithARow() {
        SheetRow row = AFile.csv("编 号,积分,日期\n,x,y\n").onlyRow();

        row.code(MEMBER_NO, 60);
        row.wholeNumber(POINTS, 1, 5);
        row.day(DAY, EARLIEST, LATEST);
        row.fault(TITLE, "duplicate");

        assertThat(codes(row)).containsExactly("required", "not_a_whole_number", "not_a_day", "duplicate");
        assertThat(row.faults().stream().map(RowFault::heading)).containsExactly("编 号", "积分", "日期", "活动名称 / title");
    }
}
