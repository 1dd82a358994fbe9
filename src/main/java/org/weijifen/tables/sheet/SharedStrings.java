package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Reads the texts that the cells of a workbook share, by number. They are all held in memory, and so there is a limit. */
final class SharedStrings {
    /** Enough for 200,000 different texts of 35 characters. */
    private static final long MOST_BYTES = 24L << 20;

    private static final int BYTES_OF_A_STRING = 48;

    private SharedStrings() {}

    /** The texts of a part; of those beyond the length of a cell one character more than that. */
    static List<String> read(ZipParts parts, String part, int cellLength) throws IOException, XMLStreamException {
        List<String> strings = new ArrayList<>();
        long bytes = 0;
        try (XmlReader xml = new XmlReader(parts.open(part))) {
            while (xml.toStart("si")) {
                String text = xml.text(cellLength);
                bytes += BYTES_OF_A_STRING + 2L * text.length();
                if (bytes > MOST_BYTES) {
                    throw Refusals.tooManyTexts();
                }
                strings.add(text);
            }
        }
        return strings;
    }
}
