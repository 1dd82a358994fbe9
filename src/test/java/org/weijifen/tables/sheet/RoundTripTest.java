package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.ARow.READ_DAY;
import static org.weijifen.tables.sheet.ARow.READ_INSTANT;
import static org.weijifen.tables.sheet.ARow.READ_NUMBER;
import static org.weijifen.tables.sheet.ARow.READ_TEXT;
import static org.weijifen.tables.sheet.ARow.SHANGHAI;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final int ROWS = 50;

    /** Pieces that mean something to one of the formats. */
    private static final String[] PIECES = {
        "=",
        "+",
        "-",
        "@",
        "'",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        " ",
        "　",
        "\u00A0",
        "＝",
        "－",
        "＠",
        "_x000D_",
        "_x",
        "_",
        "&amp;",
        "<b>",
        "]]>",
        "&",
        "植树",
        "１",
        "Ａ",
        "a",
        "7",
        ".",
        "\uD83C\uDF33",
        "é",
        "\u2028",
        "\u200B",
        "\uFEFF",
        "/",
        "\\",
        "\\n",
        "#",
        "null",
        "sep=;"
    };

    static Stream<Arguments> seeds() {
        return Stream.of(SheetFormat.CSV, SheetFormat.XLSX)
                .flatMap(format -> LongStream.range(0, 60).mapToObj(seed -> Arguments.of(format, seed)));
    }

    /** What a row is once it has been written and read: texts on one line and without blanks at their ends. */
    private record Read(String text, Long number, LocalDate day, LocalDate dayOfInstant, List<String> faults) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatWasWritten(SheetFormat format, long seed) {
        Random random = new Random(seed);
        List<ARow> rows = IntStream.range(0, ROWS).mapToObj(i -> row(random)).toList();
        Locale language = random.nextBoolean() ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;

        List<Read> read = read(ARow.written(format, language, ARow.COLUMNS, rows.toArray(ARow[]::new)));

        assertThat(read)
                .as("seed " + seed + ", " + format)
                .containsExactlyElementsOf(
                        rows.stream().map(RoundTripTest::expected).toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV", "XLSX"})
    void readsAHundredThousandRows(SheetFormat format) {
        ARow[] rows = IntStream.range(0, 100_000)
                .mapToObj(i -> new ARow(
                        "楼道清洁 " + i,
                        i % 50L + 1,
                        LocalDate.of(2025, 1, 1).plusDays(i % 365),
                        Instant.ofEpochSecond(1_760_000_000L + i)))
                .toArray(ARow[]::new);

        List<Read> read = read(ARow.written(format, rows));

        assertThat(read).hasSize(rows.length);
        for (int i = 0; i < rows.length; i++) {
            assertThat(read.get(i)).isEqualTo(expected(rows[i]));
        }
    }

    @Test
    void numbersRowsAlikeInBothFormats() {
        ARow[] rows = {ARow.of("a"), new ARow(null, null, null, null), ARow.of("b")};

        for (SheetFormat format : List.of(SheetFormat.CSV, SheetFormat.XLSX)) {
            List<Integer> lines = new ArrayList<>();
            AFile file = AFile.of(ARow.written(format, rows));
            try (Sheet sheet = Sheet.open(file.path(), ARow.READ_COLUMNS)) {
                sheet.forEachRemaining(row -> lines.add(row.line()));
            }

            assertThat(lines).containsExactly(2, 4);
        }
    }

    private static List<Read> read(byte[] bytes) {
        List<Read> read = new ArrayList<>();
        try (Sheet sheet = Sheet.open(AFile.of(bytes).path(), ARow.READ_COLUMNS)) {
            sheet.forEachRemaining(row -> read.add(new Read(
                    row.text(READ_TEXT, 2000),
                    row.wholeNumber(READ_NUMBER, Long.MIN_VALUE, Long.MAX_VALUE),
                    row.day(READ_DAY, LocalDate.MIN, LocalDate.MAX),
                    row.day(READ_INSTANT, LocalDate.MIN, LocalDate.MAX),
                    row.faults().stream().map(RowFault::code).toList())));
        }
        return read;
    }

    private static Read expected(ARow row) {
        String text = row.text() == null ? "" : CellText.strip(CellText.oneLine(CellText.strip(row.text())));
        return new Read(
                text.isEmpty() ? null : text,
                row.number(),
                row.day(),
                LocalDate.ofInstant(row.instant(), SHANGHAI),
                List.of());
    }

    private static ARow row(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return new ARow(
                random.nextInt(10) == 0 ? null : text.toString(),
                random.nextLong() >> random.nextInt(64),
                random.nextInt(10) == 0 ? null : day(random),
                day(random).atTime(12, 0).atZone(SHANGHAI).toInstant());
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(1000, 1, 1).plusDays(random.nextInt(random.nextBoolean() ? 9000 * 365 : 900 * 366));
    }
}
