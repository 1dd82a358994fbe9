package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** The rows of a worksheet (ECMA-376, part 1, chapter 18). */
final class XlsxRows implements RowSource {
    /** How many rows and columns a worksheet has. */
    private static final int LAST_LINE = 1_048_576;

    private static final int LAST_COLUMN = 16_384;

    private final SheetLimits limits;
    private final XlsxCells cells;
    private final MergedCells merged;
    private final XmlReader xml;
    private final boolean from1904;
    private int line;
    private boolean ended;

    private XlsxRows(XlsxFile file, XmlReader xml, MergedCells merged, SheetLimits limits) throws XMLStreamException {
        this.limits = limits;
        this.xml = xml;
        this.merged = merged;
        this.from1904 = file.from1904();
        this.cells = new XlsxCells(xml, file.strings(), file.formats(), from1904, limits.cellLength());
        this.ended = !xml.toStart("sheetData");
    }

    /** @param part where the worksheet is */
    static XlsxRows open(XlsxFile file, String part, SheetLimits limits) throws IOException, XMLStreamException {
        MergedCells merged = MergedCells.read(file.parts(), part, limits);
        XmlReader xml = new XmlReader(file.parts().open(part));
        XlsxRows rows = null;
        try {
            rows = new XlsxRows(file, xml, merged, limits);
            return rows;
        } finally {
            if (rows == null) {
                xml.close();
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
                // Cells that are merged with the rows above do not make a row.
                boolean isBlank = row.isBlank();
                merged.fill(row);
                if (!isBlank) {
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
            Cell cell = cells.read();
            if (cell != null) {
                // All cells beyond the columns that are read count as one.
                set(row, Math.min(column, limits.columns()), cell);
            }
        }
        return new RawRow(line, row);
    }

    private static void set(List<Cell> row, int column, Cell cell) {
        while (row.size() <= column) {
            row.add(null);
        }
        row.set(column, cell);
    }

    /** The position of a column, from 0, by a cell's reference such as {@code AB12}. */
    static int column(String reference) {
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
        xml.close();
    }
}
