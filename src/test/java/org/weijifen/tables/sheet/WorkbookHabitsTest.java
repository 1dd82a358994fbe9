package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.AFile.DAY;
import static org.weijifen.tables.sheet.AFile.EARLIEST;
import static org.weijifen.tables.sheet.AFile.LATEST;
import static org.weijifen.tables.sheet.AFile.MEMBER_NO;
import static org.weijifen.tables.sheet.AFile.POINTS;
import static org.weijifen.tables.sheet.AFile.TITLE;
import static org.weijifen.tables.sheet.AFile.codes;
import static org.weijifen.tables.sheet.AWorkbook.cell;
import static org.weijifen.tables.sheet.AWorkbook.headings;
import static org.weijifen.tables.sheet.AWorkbook.withCell;
import static org.weijifen.tables.sheet.AWorkbook.withRows;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbookHabitsTest {
    private static final LocalDate NATIONAL_DAY = LocalDate.of(2025, 10, 1);

    @Test
    void readsTextsInTheirCells() {
        assertThat(withCell(TITLE, "<c t=\"inlineStr\"><is><t> 植树 </t></is></c>")
                        .file()
                        .titles())
                .containsExactly("植树");
        assertThat(withCell(TITLE, "<c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>植</t></r><r><t>树</t></r></is></c>")
                        .file()
                        .titles())
                .containsExactly("植树");
    }

    @Test
    void readsSharedTexts() {
        AWorkbook workbook = withRows("<row r=\"1\"><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c></row>"
                        + "<row r=\"2\"><c><v>7</v></c><c t=\"s\"><v>2</v></c></row>")
                .strings("<si><t>活动名称</t></si><si><t>会员号</t></si><si><r><t>植</t></r><r><rPr/><t>树</t></r>"
                        + "<rPh sb=\"0\" eb=\"1\"><t>zhi</t></rPh><phoneticPr fontId=\"1\"/></si>");

        assertThat(workbook.file().titles()).containsExactly("植树");
    }

    @Test
    void readsManySharedTexts() {
        int count = 200_000;
        String texts = IntStream.range(0, count)
                .mapToObj(i -> "<si><t>活动" + i + "</t></si>")
                .collect(Collectors.joining());
        String rows = IntStream.range(0, 2000)
                .mapToObj(i -> "<row><c><v>%d</v></c><c t=\"s\"><v>%d</v></c></row>"
                        .formatted(i, (i * 7919L + count / 2) % count))
                .collect(Collectors.joining());

        assertThat(withRows(headings() + rows).strings(texts).file().titles())
                .containsExactlyElementsOf(IntStream.range(0, 2000)
                        .mapToObj(i -> "活动" + (i * 7919L + count / 2) % count)
                        .toList());
    }

    @Test
    void decodesCharactersThatXmlCannotHold() {
        assertThat(withCell(TITLE, "<c t=\"inlineStr\"><is><t>a_x000D__x000a_b_x005F_x000D_</t></is></c>")
                        .file()
                        .titles())
                .containsExactly("a b_x000D_");
    }

    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "12.0, 12",
        "1.0E5, 100000",
        "13800000000, 13800000000",
        "1.38E10, 13800000000",
        "123456789012345, 123456789012345",
        "12.5, 12.5",
        "0.1, 0.1",
        "0.30000000000000004, 0.3",
        "-5, -5",
        "0, 0"
    })
    void readsNumbersAsTheirDigits(String value, String code) {
        SheetRow row = withCell(TITLE, "<c><v>" + value + "</v></c>").file().onlyRow();

        assertThat(row.code(TITLE, 60)).isEqualTo(code);
        assertThat(row.text(TITLE, 60)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"110101199001011234", "1.1010119900101123E+17", "6222021234567890123"})
    void refusesNumbersTooLongForExcel(String value) {
        SheetRow row = withCell(MEMBER_NO, "<c><v>" + value + "</v></c>").file().onlyRow();

        assertThat(row.code(MEMBER_NO, 60)).isNull();
        assertThat(codes(row)).containsExactly("digits_lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E999999999", "1E-999999999", "9.99E+307"})
    void survivesNumbersWithLargeExponents(String value) {
        SheetRow row = withCell(POINTS, "<c><v>" + value + "</v></c>").file().onlyRow();

        assertThat(row.wholeNumber(POINTS, 0, 100)).isNull();
        assertThat(row.day(POINTS, EARLIEST, LATEST)).isNull();
        assertThat(row.isFaulty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "5.0, 5", "4.9999999999999996, 5", "1E2, 100", "-0, 0"})
    void readsWholeNumbers(String value, long number) {
        assertThat(withCell(POINTS, "<c t=\"n\"><v>" + value + "</v></c>")
                        .file()
                        .onlyRow()
                        .wholeNumber(POINTS, 0, 100))
                .isEqualTo(number);
    }

    @Test
    void fillsUpNumbersWithTheZerosThatAreShown() {
        AWorkbook workbook = withCell(TITLE, "<c s=\"1\"><v>123</v></c>").styles("00000");

        assertThat(workbook.file().onlyRow().code(TITLE, 60)).isEqualTo("00123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "14",
                "17",
                "22",
                "27",
                "31",
                "57",
                "58",
                "yyyy-mm-dd",
                "yyyy/m/d h:mm",
                "yyyy\"年\"m\"月\"d\"日\";@",
                "[$-F800]dddd, mmmm dd, yyyy",
                "m\"月\"d\"日\"",
                "mmm",
                "[Red]d",
                "\\a\\t\\ d"
            })
    void knowsDaysByTheirFormat(String format) {
        AWorkbook workbook =
                withCell(DAY, "<c s=\"1\"><v>45931.354166666664</v></c>").styles(format);
        SheetRow row = workbook.file().onlyRow();

        assertThat(row.day(DAY, EARLIEST, LATEST)).isEqualTo(NATIONAL_DAY);
        assertThat(row.text(DAY, 60)).isNull();
        assertThat(row.code(DAY, 60)).isNull();
        assertThat(row.wholeNumber(DAY, 1, 100_000)).isNull();
        assertThat(codes(row)).containsExactly("shown_as_day", "shown_as_day", "shown_as_day");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "2",
                "18",
                "21",
                "45",
                "49",
                "h:mm",
                "mm:ss",
                "[h]:mm",
                "0.00",
                "#,##0",
                "\"day\"0",
                "0_d",
                "\\d0",
                "General",
                "@",
                "[Red]0",
                "0;d"
            })
    void readsDaysWhateverTheirFormat(String format) {
        AWorkbook workbook = withCell(DAY, "<c s=\"1\"><v>45931</v></c>").styles(format);
        SheetRow row = workbook.file().onlyRow();

        assertThat(row.day(DAY, EARLIEST, LATEST)).isEqualTo(NATIONAL_DAY);
        assertThat(row.isFaulty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"date1904=\"1\", 44469", "date1904=\"true\", 44469", "date1904=\"0\", 45931", "'', 45931"})
    void countsDaysFromWhereTheWorkbookSays(String properties, String serial) {
        AWorkbook workbook = withCell(DAY, "<c s=\"1\"><v>" + serial + "</v></c>")
                .styles("14")
                .book(properties, "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/>");

        assertThat(workbook.file().onlyRow().day(DAY, EARLIEST, LATEST)).isEqualTo(NATIONAL_DAY);
    }

    @Test
    void knowsNoDayThatExcelMadeUp() {
        SheetRow row =
                withCell(DAY, "<c s=\"1\"><v>60</v></c>").styles("14").file().onlyRow();

        assertThat(row.day(DAY, EARLIEST, LATEST)).isNull();
        assertThat(codes(row)).containsExactly("not_a_day");
    }

    @Test
    void readsDaysThatAreWrittenAsSuch() {
        assertThat(withCell(DAY, "<c t=\"d\"><v>2025-10-01T00:00:00</v></c>")
                        .file()
                        .onlyRow()
                        .day(DAY, EARLIEST, LATEST))
                .isEqualTo(NATIONAL_DAY);
        for (String written :
                new String[] {"2025-10-01T00:00:00.000Z", "2025-10-01T23:30:00Z", "20251001T080000", "2025-10-01"}) {
            SheetRow row = withCell(DAY, "<c t=\"d\"><v>" + written + "</v></c>")
                    .file()
                    .onlyRow();

            assertThat(row.day(DAY, EARLIEST, LATEST)).isEqualTo(NATIONAL_DAY);
            assertThat(row.text(DAY, 60)).isNull();
            assertThat(codes(row)).containsExactly("shown_as_day");
        }
        assertThat(withCell(DAY, "<c><v>20251001</v></c>").file().onlyRow().day(DAY, EARLIEST, LATEST))
                .isEqualTo(NATIONAL_DAY);
    }

    @Test
    void takesTheValueThatAFormulaHad() {
        assertThat(withCell(TITLE, "<c t=\"str\"><f>A1&amp;\"x\"</f><v>植树</v></c>")
                        .file()
                        .titles())
                .containsExactly("植树");
        assertThat(withCell(POINTS, "<c><f t=\"shared\" si=\"0\"/><v>5</v></c>")
                        .file()
                        .onlyRow()
                        .wholeNumber(POINTS, 1, 9))
                .isEqualTo(5);
        assertThat(withCell(TITLE, "<c t=\"str\"><f>\"\"</f><v></v></c>").file().titles())
                .containsExactly((String) null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c t=\"e\"><v>#REF!</v></c>",
                "<c t=\"e\"><f>A9</f><v>#N/A</v></c>",
                "<c><f>1+1</f></c>",
                "<c><f>1+1</f><v/></c>"
            })
    void findsFaultWithFormulasWithoutAValue(String cell) {
        SheetRow row = withCell(POINTS, cell).file().onlyRow();

        assertThat(row.wholeNumber(POINTS, 1, 9)).isNull();
        assertThat(codes(row)).containsExactly("broken_cell");
    }

    @Test
    void readsTruthAsExcelShowsIt() {
        assertThat(withCell(TITLE, "<c t=\"b\"><v>1</v></c>").file().titles()).containsExactly("TRUE");
    }

    @Test
    void numbersRowsAsExcelDoes() {
        AFile file = withRows("<row r=\"3\">" + cell("B3", "会员号") + "</row><row r=\"4\"/><row r=\"7\">"
                        + cell("B7", "1") + "</row><row>" + cell("B8", "2") + "</row>")
                .file();

        assertThat(file.rows(SheetRow::line)).containsExactly(7, 8);
    }

    @Test
    void placesCellsByTheirReference() {
        AFile file = withRows(headings() + "<row r=\"2\">" + cell("B2", "植树") + cell("A2", "7") + "</row>"
                        + "<row r=\"3\"><c><v>8</v></c><c t=\"str\"><v>巡逻</v></c></row>")
                .file();

        assertThat(file.memberNumbers()).containsExactly("7", "8");
        assertThat(file.titles()).containsExactly("植树", "巡逻");
    }

    @Test
    void passesOverStyledBlankRows() {
        String blank = IntStream.range(3, 500)
                .mapToObj(i ->
                        "<row r=\"%d\" s=\"1\"><c r=\"A%d\" s=\"1\"/><c r=\"XFD%d\" s=\"1\"/></row>".formatted(i, i, i))
                .collect(Collectors.joining());

        assertThat(withRows(headings() + "<row r=\"2\">" + cell("A2", "7") + "</row>" + blank)
                        .file()
                        .memberNumbers())
                .containsExactly("7");
    }

    @Test
    void readsTheFirstSheetThatIsVisible() {
        String second = headings() + "<row r=\"2\">" + cell("A2", "second") + "</row>";
        AWorkbook workbook = withRows(headings() + "<row r=\"2\">" + cell("A2", "first") + "</row>")
                .sheet("xl/worksheets/sheet2.xml", second);
        String hidden = "<sheet name=\"x\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>";

        assertThat(workbook.file().memberNumbers()).containsExactly("first");
        assertThat(workbook.book("", hidden).file().memberNumbers()).containsExactly("first");
        assertThat(workbook.book("", hidden + "<sheet name=\"y\" sheetId=\"2\" r:id=\"rId4\"/>")
                        .file()
                        .memberNumbers())
                .containsExactly("second");
    }

    @Test
    void understandsOtherWritersXml() {
        String rows =
                "<x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t><![CDATA[会员号]]></x:t></x:is></x:c></x:row>"
                        + "<!-- made by <something> else --><x:row r=\"2\"><x:c r=\"A2\"><x:v>7</x:v></x:c></x:row>";
        AWorkbook workbook = withRows("")
                .part(
                        "xl/worksheets/sheet1.xml",
                        ("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><?mso x?><x:worksheet xmlns:x=\"urn:x\">"
                                        + "<x:sheetData>" + rows + "</x:sheetData></x:worksheet>")
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(workbook.file().memberNumbers()).containsExactly("7");
    }

    @Test
    void takesTheGuardOfFormulasAway() {
        assertThat(withCell(TITLE, "<c t=\"str\"><v>'+86 138</v></c>").file().titles())
                .containsExactly("+86 138");
    }

    @Test
    void notesCellsBeyondTheLimitAndReadsOn() {
        String cell = "<c t=\"inlineStr\"><is><t>" + "植".repeat(32_767) + "</t></is></c>";
        SheetRow row = withCell(TITLE, cell).file().onlyRow();

        assertThat(row.text(TITLE, 5000)).isNull();
        assertThat(codes(row)).containsExactly("size");
    }
}
