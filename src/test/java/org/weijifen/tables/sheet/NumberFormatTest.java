package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.AFile.DAY;
import static org.weijifen.tables.sheet.AFile.POINTS;
import static org.weijifen.tables.sheet.AFile.TITLE;
import static org.weijifen.tables.sheet.AFile.codes;
import static org.weijifen.tables.sheet.AWorkbook.withCell;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of workbooks are read as Excel shows them, or the row is at fault. */
class NumberFormatTest {
    private static final long MOST = 1_000_000_000;

    private static SheetRow row(Column column, String value, String format) {
        return withCell(column, "<c s=\"1\"><v>" + value + "</v></c>")
                .styles(format.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                .file()
                .onlyRow();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "7|000|007",
                "1234|000|1234",
                "8|\"FX-\"000|FX-008",
                "9|000000;@|000009",
                "-9|000000;@|-000009",
                "10|0000_ |0010",
                "11|[$-804]00000|00011",
                "11|[$-0804]00000|00011",
                "12|000\\-000|000-012",
                "1234567|000\\-000|1234-567",
                "13|0000;[Red]\\-0000|0013",
                "-13|0000;[Red]\\-0000|-0013",
                "-13|000;\"负\"000|负013",
                "-3|\"FX-\"000|-FX-003",
                "14|\"NO.\"0|NO.14",
                "15|0\"号\"|15号",
                "15|0号|15号",
                "3|\"第\"0\"栋\"|第3栋",
                "3|0\"-\"0|0-3",
                "32|0-0|3-2",
                "16|@|16",
                "16|49|16",
                "17|#,##0|17",
                "1234567|#,##0|1,234,567",
                "1234567|3|1,234,567",
                "5|0,000|0,005",
                "18|000000_);(000000)|000018",
                "-18|000000_);(000000)|(000018)",
                "20260019|0000-0000|2026-0019",
                "0.5|0%|50%",
                "1|9|100%",
                "0.1234|0.0%|12.3%",
                "21|\"2026\"000|2026021",
                "13800000001|000-0000-0000|138-0000-0001",
                "22|????0|22",
                "24|General\"号\"|24号",
                "24|General|24",
                "25|[红色]000|025",
                "25|[Red]000|025",
                "25|[Color 10]000|025",
                "26|[>99]000;[<=99]00000|00026",
                "126|[>99]000;[<=99]00000|126",
                "12|[>=100]0;[>=50]00;0000|0012",
                "5|0.00|5.00",
                "1.5|0.##|1.5",
                "2|0.##|2.",
                "1250|¥#,##0.00|¥1,250.00",
                "1250|7|¥1,250.00",
                "1250|[$¥-804]#,##0.00|¥1,250.00",
                "8|_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ |¥8.00",
                "8|41|8",
                "0|0;-0;\"零\"|零",
                "0|#|",
                "5|0.0,|0.0",
                "12345|0.0,|12.3",
                "1234567|#,##0,|1,235",
                "2|0\"00\"|200",
                "123|00\"x\"0|12x3",
                "1|\"√\"|√",
                "1.5|General|1.5",
                "0.30000000000000004|General|0.3",
                "123456789012345|0|123456789012345",
                "12.5|.00|12.50",
                "12.5|\"x\".0|x12.5",
                "12|\"编号\"@|12",
                "12|000;-000;000;@|012",
                "110|1!0|"
            })
    void showsTheNumberAsExcelDoes(String value, String format, String shown) {
        SheetRow row = row(TITLE, value, format);

        assertThat(row.text(TITLE, 60)).isEqualTo(shown == null || shown.isEmpty() ? null : shown);
        assertThat(row.isFaulty()).isEqualTo(shown == null || shown.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "23|[DBNum1]0|shown_otherwise",
                "23|[DBNum2][$-804]General|shown_otherwise",
                "23|[$-30804]0|shown_otherwise",
                "23|0!.0|shown_otherwise",
                "23|0x|shown_otherwise",
                "23|*-0|shown_otherwise",
                "23|;;;|shown_otherwise",
                "0|0;-0;|shown_otherwise",
                "23|[>99]0|shown_otherwise",
                "23|[>99]0;0.0;0.00|shown_otherwise",
                "23|0;[>5]00;000|shown_otherwise",
                "0.5|General%|shown_otherwise",
                "23|0.0.0|shown_otherwise",
                "23|0\"x\",|shown_otherwise",
                "23|@;0|shown_otherwise",
                "-23|[>99]0;00|shown_otherwise",
                "0.5|# ?/?|shown_otherwise",
                "0.5|12|shown_otherwise",
                "0.00001|General|shown_otherwise",
                "23|0.00E+00|digits_lost",
                "23|11|digits_lost",
                "202611280000000001|General|digits_lost",
                "110101199003071000|0|digits_lost",
                "1E+300|0|digits_lost",
                "1|[h]:mm|shown_as_time",
                "0.0430555555555556|20|shown_as_time",
                "0.5|上午/下午h\"时\"mm\"分\"|shown_as_time",
                "0.5|AM/PM h:mm|shown_as_time",
                "0.5|[$-F400]h:mm:ss AM/PM|shown_as_time",
                "46083|m/d|shown_as_day",
                "46083|m\"月\"d\"日\"|shown_as_day",
                "46083|16|shown_as_day",
                "46083|58|shown_as_day",
                "46083|aaaa|shown_as_day",
                "-1|yyyy-mm-dd|shown_as_day"
            })
    void findsFaultWithTextsThatAreNotShownAsANumber(String value, String format, String code) {
        SheetRow row = row(TITLE, value, format);

        assertThat(row.text(TITLE, 60)).isNull();
        assertThat(row.code(TITLE, 60)).isNull();
        assertThat(codes(row)).containsExactly(code, code);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "3|General|3",
                "3|0.00|3",
                "1200|#,##0|1200",
                "3|\"约\"0\"小时\"|3",
                "3|¥#,##0.00|3",
                "12|0.00E+00|12",
                "2|# ?/?|2",
                "1|[h]:mm|24",
                "2|46|48",
                "0.0833333333333333|[hh]:mm:ss|2",
                "7|000000;@|7"
            })
    void readsWholeNumbersThatAreShownAsSuch(String value, String format, long number) {
        assertThat(row(POINTS, value, format).wholeNumber(POINTS, 0, MOST)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "1|0%|shown_otherwise",
                "1|10|shown_otherwise",
                "5|0.0,|shown_otherwise",
                "5000|#,##0,|shown_otherwise",
                "2|0\"00\"|shown_otherwise",
                "21|\"2026\"000|shown_otherwise",
                "0|0;-0;|shown_otherwise",
                "1|\"√\"|shown_otherwise",
                "23|[DBNum1]0|shown_otherwise",
                "2|h:mm|shown_as_time",
                "120|[mm]|shown_as_time",
                "2|yyyy-mm-dd|shown_as_day",
                "2|m/d|shown_as_day",
                "0.104166666666667|[h]:mm|not_a_whole_number",
                "0.00001157407407|[h]:mm|not_a_whole_number",
                "0.5|# ?/?|not_a_whole_number"
            })
    void findsFaultWithOtherNumbersThanAreShown(String value, String format, String code) {
        SheetRow row = row(POINTS, value, format);

        assertThat(row.wholeNumber(POINTS, 0, MOST)).isNull();
        assertThat(codes(row)).containsExactly(code);
    }

    /** What is stored and what is shown are two numbers: neither as text, code or figure is it either of them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "2.4|0|2",
                "2.5|0|3",
                "23.456|0.0|23.5",
                "23.456|#,##0.0_);(#,##0.0)|23.5",
                "1.005|0.00|1.01",
                "-0.4|0|0",
                "2.4|1|2",
                "1234.5|3|1,235",
                "3.456|¥#,##0.00|¥3.46",
                "2.4|0\"小时\"|2小时",
                "0.0430555555555556|General|0.043055556",
                "2.00000000001|General|2"
            })
    void findsFaultWithNumbersThatAreShownRounded(String value, String format, String shown) {
        SheetRow row = row(POINTS, value, format);

        assertThat(row.text(POINTS, 60)).isNull();
        assertThat(row.code(POINTS, 60)).isNull();
        assertThat(row.number(POINTS, 60)).isNull();
        assertThat(row.wholeNumber(POINTS, 0, MOST)).isNull();
        assertThat(row.faults()).hasSize(4).allSatisfy(fault -> {
            assertThat(fault.code()).isEqualTo("shown_rounded");
            assertThat(fault.message(Locale.ENGLISH)).contains(value, shown);
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"46112.4|0", "46112.123456789|General"})
    void readsDaysWithATimeWhateverTheirFormat(String value, String format) {
        assertThat(row(DAY, value, format).day(DAY, AFile.EARLIEST, AFile.LATEST))
                .isEqualTo("2026-03-31");
    }

    @Test
    void readsMoneyWhateverItsFormat() {
        assertThat(row(POINTS, "1250.5", "¥#,##0.00").number(POINTS, 20)).isEqualTo("1250.5");
        assertThat(codes(faulty("1250", "0,"))).containsExactly("shown_otherwise");
        assertThat(codes(faulty("0.5", "0%"))).containsExactly("shown_otherwise");
    }

    private static SheetRow faulty(String value, String format) {
        SheetRow row = row(POINTS, value, format);
        assertThat(row.number(POINTS, 20)).isNull();
        return row;
    }
}
