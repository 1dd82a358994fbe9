package org.weijifen.tables.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * An open workbook, with its parts and the data that its worksheets share.
 *
 * @param parts closed with the file, and all streams that are open in them
 */
record XlsxFile(ZipParts parts, Workbook workbook, CellFormats formats, List<String> strings) implements Closeable {

    static XlsxFile open(Path file, SheetLimits limits) throws IOException, XMLStreamException {
        ZipParts parts = ZipParts.open(file, limits);
        XlsxFile opened = null;
        try {
            opened = read(parts, limits);
            return opened;
        } finally {
            if (opened == null) {
                parts.close();
            }
        }
    }

    private static XlsxFile read(ZipParts parts, SheetLimits limits) throws IOException, XMLStreamException {
        Workbook workbook = Workbook.read(parts);
        CellFormats formats = workbook.styles() == null || !parts.has(workbook.styles())
                ? CellFormats.none()
                : CellFormats.read(parts, workbook.styles());
        List<String> strings = workbook.strings() == null || !parts.has(workbook.strings())
                ? List.of()
                : SharedStrings.read(parts, workbook.strings(), limits.cellLength());
        return new XlsxFile(parts, workbook, formats, strings);
    }

    boolean from1904() {
        return workbook.from1904();
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
