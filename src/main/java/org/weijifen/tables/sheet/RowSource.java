package org.weijifen.tables.sheet;

import java.io.Closeable;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/** The rows of a file of any format, one after the other. */
interface RowSource extends Closeable {
    /** The next row that is not blank, or null after the last one. */
    RawRow next() throws IOException, XMLStreamException;

    /** Whether numbers that stand for days count from 1904 instead of 1900. */
    boolean from1904();
}
