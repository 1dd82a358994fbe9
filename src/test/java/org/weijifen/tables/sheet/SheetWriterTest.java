package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weijifen.tables.sheet.ARow.COLUMNS;
import static org.weijifen.tables.sheet.ARow.DAY;
import static org.weijifen.tables.sheet.ARow.NUMBER;
import static org.weijifen.tables.sheet.ARow.SHANGHAI;
import static org.weijifen.tables.sheet.ARow.TEXT;
import static org.weijifen.tables.sheet.ARow.written;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

class SheetWriterTest {
    private static final ARow BLANK = new ARow(null, null, null, null);

    @Test
    void writesJsonAsTheApiDoes() {
        assertThat(json(ARow.of("=\"1\""), BLANK))
                .isEqualTo("[{\"title\":\"=\\\"1\\\"\",\"points\":5,\"effectiveOn\":\"2025-10-01\","
                        + "\"recordedAt\":\"2025-10-01T00:30:00.123Z\"},{}]");
        assertThat(json()).isEqualTo("[]");
    }

    @Test
    void writesCsvForExcel() {
        assertThat(csv(ARow.of("植树"), BLANK))
                .isEqualTo("\uFEFF活动名称,积分,日期,记录时间\r\n植树,5,2025-10-01,2025-10-01 08:30:00\r\n,,,\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"a,b|\"a,b\"", "a\"b|\"a\"\"b\"", "a b|a b", "长的文字长的文字长的文字长的文字长的文字|长的文字长的文字长的文字长的文字长的文字"})
    void quotesOnlyWhatNeedsIt(String text, String cell) {
        assertThat(csvCell(text)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\rb"})
    void quotesLineBreaks(String text) {
        assertThat(csvCell(text)).isEqualTo("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "=1+1, '=1+1",
                "+86 138, '+86 138",
                "-5, '-5",
                "@SUM(A1), '@SUM(A1)",
                "` \t=1`, '=1",
                "＝1, '＝1",
                "'=1, ''=1",
                "'a, 'a",
                "a=1, a=1",
                "1-2, 1-2"
            })
    void keepsTextsInCsvFromBeingFormulas(String text, String cell) {
        assertThat(csvCell(text)).isEqualTo(cell);
    }

    @Test
    void leavesNegativeNumbersAlone() {
        assertThat(written(SheetFormat.CSV, Locale.ENGLISH, List.of(NUMBER), new ARow(null, -5L, null, null)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("\uFEFFPoints\r\n-5\r\n");
    }

    @Test
    void writesWorkbooksThatOthersRead() throws IOException {
        byte[] bytes = written(SheetFormat.XLSX, ARow.of("=1+1"), BLANK, ARow.of("植树\n&<\"'>"));

        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes))) {
            List<Row> rows = workbook.getFirstSheet().read();

            assertThat(rows.get(0).getCellText(3)).isEqualTo("记录时间");
            Row row = rows.get(1);
            assertThat(row.getCell(0).getType()).isEqualTo(CellType.STRING);
            assertThat(row.getCell(0).getFormula()).isNull();
            assertThat(row.getCellText(0)).isEqualTo("=1+1");
            assertThat(row.getCellAsNumber(1).orElseThrow()).isEqualTo("5");
            assertThat(row.getCellAsDate(2).orElseThrow()).isEqualTo("2025-10-01T00:00:00");
            assertThat(row.getCellAsDate(3).orElseThrow()).isEqualTo("2025-10-01T08:30:00");
            assertThat(rows.get(rows.size() - 1).getRowNum()).isEqualTo(4);
            assertThat(rows.get(rows.size() - 1).getCellText(0)).isEqualTo("植树\n&<\"'>");
        }
    }

    @Test
    void givesWorkbooksAFrozenRowOfHeadingsWithFiltersAndWidths() throws IOException {
        byte[] bytes = written(SheetFormat.XLSX, ARow.of("a"), ARow.of("b"));

        assertThat(part(bytes, "xl/worksheets/sheet1.xml"))
                .contains("ySplit=\"1\"", "state=\"frozen\"", "<autoFilter ref=\"A1:D3\"", "width=\"24.0\"");
        assertThat(part(bytes, "xl/styles.xml")).contains("\"yyyy-mm-dd\"", "\"yyyy-mm-dd hh:mm:ss\"");
        assertThat(part(bytes, "xl/sharedStrings.xml")).doesNotContain("<si>");
    }

    @Test
    void writesNumbersAndDaysThatExcelDoesNotKnowAsTexts() throws IOException {
        ARow row = new ARow("a", Long.MAX_VALUE, LocalDate.of(1900, 2, 28), Instant.parse("1850-01-01T00:00:00Z"));

        try (ReadableWorkbook workbook =
                new ReadableWorkbook(new ByteArrayInputStream(written(SheetFormat.XLSX, row)))) {
            Row read = workbook.getFirstSheet().read().get(1);

            assertThat(read.getCellAsString(1)).hasValue("9223372036854775807");
            assertThat(read.getCellAsString(2)).hasValue("1900-02-28");
            assertThat(read.getCellAsString(3).orElseThrow()).startsWith("1850-01-01 08:05");
        }
    }

    @Test
    void goesOnOnTheNextWorksheet() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XlsxWriter<ARow> writer = new XlsxWriter<>(out, COLUMNS, Locale.ENGLISH, SHANGHAI, 3);
        for (int i = 0; i < 5; i++) {
            writer.write(ARow.of("row " + i));
        }
        writer.finish();

        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(workbook.getSheets().map(sheet -> {
                        try {
                            return sheet.read().stream()
                                    .map(row -> row.getCellText(0))
                                    .toList();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }))
                    .containsExactly(
                            List.of("Title", "row 0", "row 1"),
                            List.of("Title", "row 2", "row 3"),
                            List.of("Title", "row 4"));
        }
    }

    @ParameterizedTest
    @EnumSource(SheetFormat.class)
    void leavesATableThatIsNotFinishedCutOff(SheetFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SheetWriter<ARow> writer = SheetWriter.open(format, out, COLUMNS, Locale.ENGLISH, SHANGHAI);
        writer.write(ARow.of("a"));
        writer.close();

        byte[] whole = written(format, Locale.ENGLISH, COLUMNS, ARow.of("a"));

        assertThat(out.size()).isLessThanOrEqualTo(whole.length);
        if (format != SheetFormat.CSV) {
            assertThat(out.toByteArray()).isNotEqualTo(whole);
            assertThat(out.toString(StandardCharsets.ISO_8859_1))
                    .doesNotEndWith("]")
                    .doesNotContain("PK\5\6");
        }
    }

    @ParameterizedTest
    @EnumSource(SheetFormat.class)
    void neverClosesTheStream(SheetFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };

        try (SheetWriter<ARow> writer = SheetWriter.open(format, out, COLUMNS, Locale.ENGLISH, SHANGHAI)) {
            writer.finish();
        }

        assertThat(out.size()).isPositive();
    }

    @Test
    void writesThePickedColumnsInThatOrder() {
        List<OutputColumn<ARow>> picked = OutputColumn.pick(COLUMNS, "effectiveOn, title");

        assertThat(written(SheetFormat.CSV, Locale.ENGLISH, picked, ARow.of("a")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("\uFEFFDay,Title\r\n2025-10-01,a\r\n");
        assertThat(picked).containsExactly(DAY, TEXT);
        assertThat(OutputColumn.pick(COLUMNS, null)).isEqualTo(COLUMNS);
        assertThat(OutputColumn.pick(COLUMNS, " ")).isEqualTo(COLUMNS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title,nonsense|unknown_column",
                "title,|unknown_column",
                "Title|unknown_column",
                "title,title|duplicate"
            })
    void refusesColumnsThatThereAreNot(String keys, String code) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> OutputColumn.pick(COLUMNS, keys))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
                    assertThat(refusal.violations().get(0).field()).isEqualTo("columns");
                    assertThat(refusal.violations().get(0).code()).isEqualTo(code);
                });
    }

    @Test
    void knowsFormatsByName() {
        assertThat(SheetFormat.of("xlsx")).isEqualTo(SheetFormat.XLSX);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> SheetFormat.of("XLS"));
    }

    private static String json(ARow... rows) {
        return new String(written(SheetFormat.JSON, rows), StandardCharsets.UTF_8);
    }

    private static String csv(ARow... rows) {
        return new String(written(SheetFormat.CSV, rows), StandardCharsets.UTF_8);
    }

    /** How a text is written in CSV. */
    private static String csvCell(String text) {
        String csv = new String(
                written(SheetFormat.CSV, Locale.ENGLISH, List.of(TEXT, NUMBER), ARow.of(text)), StandardCharsets.UTF_8);
        return csv.substring(csv.indexOf("\r\n") + 2, csv.length() - ",5\r\n".length());
    }

    private static String part(byte[] workbook, String name) throws IOException {
        try (ZipFile zip = new ZipFile(AFile.of(workbook).path().toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
