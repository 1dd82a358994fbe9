package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;

/**
 * Fills in the merged cells of a worksheet row by row. Their content applies to each of their rows, in their first
 * column. A worksheet lists merged cells after its rows, so it is read twice.
 */
final class MergedCells {
    private static final int MOST = 200_000;

    /** Cells that are merged; all from 0 but the lines. */
    private record Area(int firstLine, int lastLine, int firstColumn, int lastColumn) {
        static Area of(String reference) {
            String[] corners = reference.split(":", 2);
            String last = corners[corners.length - 1];
            return new Area(line(corners[0]), line(last), XlsxRows.column(corners[0]), XlsxRows.column(last));
        }

        private static int line(String corner) {
            return Integer.parseInt(corner.replaceFirst("^[A-Za-z]+", ""));
        }
    }

    /** An area that has begun, with its value. */
    private record Begun(Area area, Cell cell) {}

    private final Iterator<Area> areas;
    private final Map<Integer, Begun> begunByColumn = new TreeMap<>();
    private Area next;

    private MergedCells(List<Area> areas) {
        this.areas = areas.iterator();
        advance();
    }

    /** @param part where the worksheet is */
    static MergedCells read(ZipParts parts, String part, SheetLimits limits) throws IOException, XMLStreamException {
        List<Area> areas = new ArrayList<>();
        try (XmlReader xml = new XmlReader(parts.open(part))) {
            if (xml.toStart("mergeCells")) {
                while (xml.toStart("mergeCell")) {
                    if (areas.size() >= MOST) {
                        throw Refusals.tooLargeUnpacked();
                    }
                    Area area = Area.of(xml.attribute("ref"));
                    if (area.firstColumn() < limits.columns()) {
                        areas.add(area);
                    }
                }
            }
        }
        areas.sort(Comparator.comparingInt(Area::firstLine));
        return new MergedCells(areas);
    }

    private void advance() {
        next = areas.hasNext() ? areas.next() : null;
    }

    /** Fills the merged cells of a row. Rows come in their order. */
    void fill(RawRow row) {
        begunByColumn.values().removeIf(begun -> begun.area().lastLine() < row.line());
        while (next != null && next.firstLine() <= row.line()) {
            boolean begins = next.firstLine() == row.line();
            if (next.lastLine() >= row.line()) {
                begunByColumn.put(next.firstColumn(), new Begun(next, begins ? row.cell(next.firstColumn()) : null));
            }
            advance();
        }
        begunByColumn
                .values()
                .forEach(begun ->
                        row.fill(begun.area().firstColumn(), begun.area().lastColumn(), begun.cell()));
    }
}
