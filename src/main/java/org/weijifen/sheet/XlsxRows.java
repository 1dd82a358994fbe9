package org.weijifen.sheet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** The rows of a worksheet (ECMA-376, part 1, chapter 18). */
final class XlsxRows implements RowSource {
    /** How many rows and columns a worksheet has. */
    private static final int LAST_LINE = 1_048_576;

    private static final int LAST_COLUMN = 16_384;

    private final ZipParts parts;
    private final SheetLimits limits;
    private final XlsxCells cells;
    private final SharedStrings strings;
    private final XmlReader xml;
    private final boolean from1904;
    private int line;
    private boolean ended;

    private XlsxRows(ZipParts parts, SheetLimits limits) throws IOException, XMLStreamException {
        this.parts = parts;
        this.limits = limits;
        Workbook workbook = Workbook.read(parts);
        this.from1904 = workbook.from1904();
        CellFormats formats = workbook.styles() == null || !parts.has(workbook.styles())
                ? CellFormats.none()
                : CellFormats.read(parts, workbook.styles());
        this.strings = workbook.strings() == null || !parts.has(workbook.strings())
                ? SharedStrings.none()
                : SharedStrings.read(parts, workbook.strings(), limits.cellLength());
        XmlReader sheet = null;
        boolean opened = false;
        try {
            sheet = new XmlReader(parts.open(workbook.sheet()));
            ended = !sheet.toStart("sheetData");
            opened = true;
        } finally {
            if (!opened) {
                strings.close();
            }
        }
        this.xml = sheet;
        this.cells = new XlsxCells(xml, strings, formats, from1904, limits.cellLength());
    }

    static XlsxRows open(Path file, SheetLimits limits) throws IOException, XMLStreamException {
        ZipParts parts = ZipParts.open(file, limits);
        XlsxRows rows = null;
        try {
            rows = new XlsxRows(parts, limits);
            return rows;
        } finally {
            if (rows == null) {
                parts.close();
            }
        }
    }

    @Override
    public RawRow next() throws IOException, XMLStreamException {
        while (!ended) {
            if (!xml.toChild()) {
                ended = true;
            } else if (xml.name().equals("row")) {
                RawRow row = row();
                if (!row.isBlank()) {
                    return row;
                }
            } else {
                xml.skip();
            }
        }
        return null;
    }

    private RawRow row() throws XMLStreamException {
        String number = xml.attribute("r");
        int before = line;
        line = number == null ? line + 1 : Integer.parseInt(number);
        if (line <= before || line > LAST_LINE) {
            // Rows that are only counted are too many; a number that no sheet has is a fault of the file.
            throw number == null ? Refusals.tooLargeUnpacked() : Refusals.unreadable();
        }
        List<Cell> row = new ArrayList<>();
        int column = -1;
        while (xml.toChild()) {
            if (!xml.name().equals("c")) {
                xml.skip();
                continue;
            }
            String reference = xml.attribute("r");
            column = reference == null ? column + 1 : column(reference);
            if (column > limits.columns()) {
                xml.skip();
            } else {
                while (row.size() <= column) {
                    row.add(null);
                }
                row.set(column, cells.read());
            }
        }
        return new RawRow(line, row);
    }

    /** The position of a column, from 0, by a cell's reference such as {@code AB12}. */
    private static int column(String reference) {
        int column = 0;
        for (int i = 0; i < reference.length() && reference.charAt(i) > '9' && column <= LAST_COLUMN; i++) {
            column = 26 * column + (reference.charAt(i) & 0x1F);
        }
        if (column < 1 || column > LAST_COLUMN) {
            throw Refusals.unreadable();
        }
        return column - 1;
    }

    @Override
    public boolean from1904() {
        return from1904;
    }

    @Override
    public void close() throws IOException {
        try {
            strings.close();
        } finally {
            // With the streams that are open in it.
            parts.close();
        }
    }
}
