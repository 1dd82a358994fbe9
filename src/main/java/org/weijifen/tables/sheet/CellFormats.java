package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/** How the cells of a workbook show their numbers, by the number that cells give for their style. */
final class CellFormats {
    /** Excel's own limit of styles is 65,490. */
    private static final int MOST_STYLES = 100_000;

    private static final int LONGEST_CODE = 255;

    private final List<CellFormat> styles = new ArrayList<>();

    /** All cells are shown as they are. */
    static CellFormats none() {
        return new CellFormats();
    }

    /** The formats in a part with styles. */
    static CellFormats read(ZipParts parts, String part) throws IOException, XMLStreamException {
        CellFormats formats = new CellFormats();
        Map<Integer, CellFormat> defined = new HashMap<>();
        try (XmlReader xml = new XmlReader(parts.open(part))) {
            while (xml.toStart()) {
                if (xml.name().equals("numFmt") && defined.size() < MOST_STYLES) {
                    String code = xml.attribute("formatCode");
                    if (code != null && code.length() <= LONGEST_CODE) {
                        defined.put(id(xml), CellFormat.of(code));
                    }
                } else if (xml.name().equals("cellXfs")) {
                    formats.readStyles(xml, defined);
                }
            }
        }
        return formats;
    }

    private void readStyles(XmlReader xml, Map<Integer, CellFormat> defined) throws XMLStreamException {
        while (xml.toChild()) {
            if (styles.size() >= MOST_STYLES) {
                throw Refusals.unreadable();
            }
            int id = id(xml);
            CellFormat format = defined.get(id);
            styles.add(format == null ? CellFormat.builtIn(id) : format);
            xml.skip();
        }
    }

    private static int id(XmlReader xml) {
        String id = xml.attribute("numFmtId");
        return id == null ? 0 : Integer.parseInt(id);
    }

    /** @param style what the cell gives for its style, null for none */
    CellFormat format(String style) {
        int index = style == null ? 0 : Integer.parseInt(style);
        return index >= 0 && index < styles.size() ? styles.get(index) : CellFormat.GENERAL;
    }
}
