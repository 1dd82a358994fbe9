package org.weijifen.tables.sheet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes and reads a table of 200,000 activities in each format, each of their titles different from all others, and
 * says how long that takes. Run by hand in the heap that the service has:
 *
 * <pre>java -Xmx192m -XX:+UseSerialGC -cp (the class path of the tests) org.weijifen.tables.sheet.LargeSheets 200000</pre>
 */
final class LargeSheets {
    private LargeSheets() {}

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("weijifen-large-");
        for (SheetFormat format : SheetFormat.values()) {
            Path file = folder.resolve("table." + format.extension());
            long start = System.nanoTime();
            write(format, file, rows);
            report("written as " + format, file, start);
            if (format != SheetFormat.JSON) {
                read(file, rows);
            }
            Files.delete(file);
        }
        Path file = folder.resolve("shared.xlsx");
        writeShared(file, rows);
        read(file, rows);
        Files.delete(file);
        Files.delete(folder);
    }

    private static void write(SheetFormat format, Path file, int rows) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SheetWriter<ARow> writer = SheetWriter.open(format, out, ARow.COLUMNS, Locale.ENGLISH, ARow.SHANGHAI)) {
            for (int i = 0; i < rows; i++) {
                writer.write(new ARow(
                        title(i),
                        i % 50L + 1,
                        LocalDate.of(2025, 1, 1).plusDays(i % 365),
                        Instant.ofEpochSecond(1_760_000_000L + i)));
            }
            writer.finish();
        }
    }

    private static void read(Path file, int rows) {
        long start = System.nanoTime();
        int read = 0;
        long points = 0;
        try (Sheet sheet = Sheet.open(file, ARow.READ_COLUMNS)) {
            while (sheet.hasNext()) {
                SheetRow row = sheet.next();
                if (!title(read).equals(row.text(ARow.READ_TEXT, 200))) {
                    throw new AssertionError("line " + row.line());
                }
                points += row.wholeNumber(ARow.READ_NUMBER, 1, 50);
                row.day(ARow.READ_DAY, LocalDate.MIN, LocalDate.MAX);
                row.day(ARow.READ_INSTANT, LocalDate.MIN, LocalDate.MAX);
                if (row.isFaulty()) {
                    throw new AssertionError(row.faults());
                }
                read++;
            }
        }
        if (read != rows || points == 0) {
            throw new AssertionError(read + " rows");
        }
        report("read", file, start);
    }

    private static String title(int row) {
        return "安全隐患随手拍：楼道杂物、消防通道占用情况上报 " + Integer.toHexString(row * 0x9E3779B1);
    }

    /** As Excel does: all texts in a part of their own, behind the sheet that names them by number. */
    private static void writeShared(Path file, int rows) throws IOException {
        AWorkbook frame = AWorkbook.withRows("").styles("yyyy-mm-dd");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
                Writer xml = new OutputStreamWriter(new BufferedOutputStream(zip), StandardCharsets.UTF_8)) {
            for (String part :
                    new String[] {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}) {
                begin(zip, xml, part);
                xml.write(frame.text(part));
            }
            begin(zip, xml, "xl/worksheets/sheet1.xml");
            xml.write("<worksheet><sheetData><row r=\"1\">");
            for (int i = 0; i < 4; i++) {
                xml.write("<c r=\"%s1\" t=\"s\"><v>%d</v></c>".formatted((char) ('A' + i), i));
            }
            xml.write("</row>");
            for (int i = 0; i < rows; i++) {
                xml.write(("<row r=\"%1$d\"><c r=\"A%1$d\" t=\"s\"><v>%2$d</v></c><c r=\"B%1$d\"><v>5</v></c>"
                                + "<c r=\"C%1$d\" s=\"1\"><v>45931</v></c><c r=\"D%1$d\" t=\"s\"><v>%3$d</v></c></row>")
                        .formatted(i + 2, i + 64, i % 60 + 4));
            }
            xml.write("</sheetData></worksheet>");
            begin(zip, xml, "xl/sharedStrings.xml");
            xml.write("<sst>");
            for (OutputColumn<ARow> column : ARow.COLUMNS) {
                xml.write("<si><t>" + column.chinese() + "</t></si>");
            }
            for (int i = 0; i < 60; i++) {
                xml.write("<si><t>2025-10-01 08:%02d</t></si>".formatted(i));
            }
            for (int i = 0; i < rows; i++) {
                xml.write("<si><t>%s</t></si>".formatted(title(i)));
            }
            xml.write("</sst>");
            xml.flush();
        }
    }

    private static void begin(ZipOutputStream zip, Writer xml, String part) throws IOException {
        xml.flush();
        zip.putNextEntry(new ZipEntry(part));
    }

    private static void report(String what, Path file, long start) {
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%s %s: %.1f s, %d MB, heap at most %d of %d MB%n",
                file.getFileName(),
                what,
                (System.nanoTime() - start) / 1e9,
                file.toFile().length() >> 20,
                runtime.totalMemory() >> 20,
                runtime.maxMemory() >> 20);
    }
}
