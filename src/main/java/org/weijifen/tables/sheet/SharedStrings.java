package org.weijifen.tables.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * The texts that the cells of a workbook share, by number. They are numbered in the order of their first use, so the first
 * ones are those that come again and again: they stay in memory, about 8 MiB of them. The others go to a temporary file.
 */
final class SharedStrings implements Closeable {
    private static final long MEMORY_BYTES = 8L << 20;
    private static final int BYTES_OF_A_STRING = 48;

    private final List<String> first = new ArrayList<>();
    private final int cellLength;
    private StringFile others;
    private long memoryBytes;

    private SharedStrings(int cellLength) {
        this.cellLength = cellLength;
    }

    /** No texts at all. */
    static SharedStrings none() {
        return new SharedStrings(0);
    }

    /** The texts of a part; of those beyond the length of a cell one character more than that. */
    static SharedStrings read(ZipParts parts, String part, int cellLength) throws IOException, XMLStreamException {
        SharedStrings strings = new SharedStrings(cellLength);
        boolean complete = false;
        try (XmlReader xml = new XmlReader(parts.open(part))) {
            while (xml.toStart("si")) {
                strings.add(xml.text(strings.cellLength));
            }
            complete = true;
            return strings;
        } finally {
            if (!complete) {
                strings.close();
            }
        }
    }

    private void add(String text) {
        memoryBytes += BYTES_OF_A_STRING + 2L * text.length();
        if (others == null && memoryBytes <= MEMORY_BYTES) {
            first.add(text);
            return;
        }
        if (others == null) {
            others = new StringFile();
        }
        others.add(text);
    }

    /** The text with a number, from 0; refuses a number that none has. */
    String get(int index) {
        if (index >= 0 && index < first.size()) {
            return first.get(index);
        }
        if (index < 0 || others == null || index - first.size() >= others.size()) {
            throw Refusals.unreadable();
        }
        return others.get(index - first.size());
    }

    @Override
    public void close() {
        if (others != null) {
            others.close();
        }
    }
}
