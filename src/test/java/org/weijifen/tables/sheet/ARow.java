package org.weijifen.tables.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** A row of a table that is written, with one value of each type. */
record ARow(String text, Long number, LocalDate day, Instant instant) {
    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    static final OutputColumn<ARow> TEXT = OutputColumn.text("title", "活动名称", "Title", ARow::text);
    static final OutputColumn<ARow> NUMBER = OutputColumn.number("points", "积分", "Points", ARow::number);
    static final OutputColumn<ARow> DAY = OutputColumn.day("effectiveOn", "日期", "Day", ARow::day);
    static final OutputColumn<ARow> INSTANT = OutputColumn.instant("recordedAt", "记录时间", "Recorded at", ARow::instant);
    static final List<OutputColumn<ARow>> COLUMNS = List.of(TEXT, NUMBER, DAY, INSTANT);

    static final Column READ_TEXT = TEXT.reading();
    static final Column READ_NUMBER = NUMBER.reading();
    static final Column READ_DAY = DAY.reading();
    static final Column READ_INSTANT = INSTANT.reading();
    static final List<Column> READ_COLUMNS = List.of(READ_TEXT, READ_NUMBER, READ_DAY, READ_INSTANT);

    static ARow of(String text) {
        return new ARow(text, 5L, LocalDate.of(2025, 10, 1), Instant.parse("2025-10-01T00:30:00.123Z"));
    }

    static byte[] written(SheetFormat format, Locale language, List<OutputColumn<ARow>> columns, ARow... rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter<ARow> writer = SheetWriter.open(format, out, columns, language, SHANGHAI)) {
            for (ARow row : rows) {
                writer.write(row);
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] written(SheetFormat format, ARow... rows) {
        return written(format, Locale.SIMPLIFIED_CHINESE, COLUMNS, rows);
    }
}
