package org.weijifen.tables.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook put together from its XML, so that it can have habits that no writer of ours has. */
final class AWorkbook {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    private AWorkbook() {}

    /** With these rows, as XML, on its only sheet. */
    static AWorkbook withRows(String rows) {
        AWorkbook workbook = new AWorkbook();
        workbook.part(
                "[Content_Types].xml",
                HEAD + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        workbook.part("_rels/.rels", relationships("rId1", "officeDocument", "xl/workbook.xml"));
        workbook.book("", "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/>");
        workbook.part(
                "xl/_rels/workbook.xml.rels",
                relationships(
                        "rId1",
                        "worksheet",
                        "worksheets/sheet1.xml",
                        "rId2",
                        "sharedStrings",
                        "sharedStrings.xml",
                        "rId3",
                        "styles",
                        "/xl/styles.xml",
                        "rId4",
                        "worksheet",
                        "worksheets/sheet2.xml"));
        return workbook.sheet("xl/worksheets/sheet1.xml", rows);
    }

    /** With headings of member number, title, points and day in row 1, and one cell below one of them. */
    static AWorkbook withCell(Column column, String cell) {
        int position = AFile.COLUMNS.indexOf(column);
        return withRows(headings() + "<row r=\"2\">" + cell("A2", "1")
                + cell.replace("<c", "<c r=\"" + (char) ('A' + position) + "2\"") + "</row>");
    }

    static String headings() {
        return "<row r=\"1\">" + cell("A1", "会员号") + cell("B1", "活动名称") + cell("C1", "积分") + cell("D1", "日期")
                + "</row>";
    }

    static String cell(String reference, String text) {
        return "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>".formatted(reference, text);
    }

    AWorkbook sheet(String name, String rows) {
        return part(
                name,
                HEAD + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                        + "<sheetViews><sheetView/></sheetViews><sheetData>" + rows
                        + "</sheetData><autoFilter ref=\"A1:D1\"/></worksheet>");
    }

    AWorkbook book(String properties, String sheets) {
        return part(
                "xl/workbook.xml",
                HEAD + "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\""
                        + OFFICE.substring(0, OFFICE.length() - 1) + "\"><workbookPr " + properties + "/><sheets>"
                        + sheets + "</sheets></workbook>");
    }

    AWorkbook strings(String items) {
        return part("xl/sharedStrings.xml", HEAD + "<sst>" + items + "</sst>");
    }

    /** Styles by the codes of their formats; a number stands for a format that needs no code. */
    AWorkbook styles(String... formats) {
        StringBuilder codes = new StringBuilder();
        StringBuilder styles = new StringBuilder("<xf numFmtId=\"0\"/>");
        for (int i = 0; i < formats.length; i++) {
            boolean isBuiltIn = formats[i].matches("[1-9]\\d*");
            String id = isBuiltIn ? formats[i] : String.valueOf(164 + i);
            styles.append("<xf numFmtId=\"").append(id).append("\"><alignment/></xf>");
            if (!isBuiltIn) {
                codes.append("<numFmt numFmtId=\"%s\" formatCode=\"%s\"/>"
                        .formatted(id, formats[i].replace("\"", "&quot;")));
            }
        }
        return part(
                "xl/styles.xml",
                HEAD + "<styleSheet><numFmts>" + codes + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                        + "<cellXfs>" + styles + "</cellXfs></styleSheet>");
    }

    AWorkbook part(String name, String xml) {
        return part(name, xml.getBytes(StandardCharsets.UTF_8));
    }

    AWorkbook part(String name, byte[] bytes) {
        parts.put(name, bytes);
        return this;
    }

    /** Another one like this. */
    AWorkbook copy() {
        AWorkbook copy = new AWorkbook();
        copy.parts.putAll(parts);
        return copy;
    }

    AWorkbook onlyPart(String name, byte[] bytes) {
        parts.clear();
        return part(name, bytes);
    }

    AWorkbook without(String name) {
        parts.remove(name);
        return this;
    }

    /** A part as XML. */
    String text(String name) {
        return new String(parts.get(name), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    AFile file() {
        return AFile.of(bytes());
    }

    private static String relationships(String... idTypeTarget) {
        StringBuilder xml = new StringBuilder(HEAD + "<Relationships>");
        for (int i = 0; i < idTypeTarget.length; i += 3) {
            xml.append("<Relationship Id=\"%s\" Type=\"%s%s\" Target=\"%s\"/>"
                    .formatted(idTypeTarget[i], OFFICE, idTypeTarget[i + 1], idTypeTarget[i + 2]));
        }
        return xml.append("</Relationships>").toString();
    }
}
