package org.weijifen.export;

import java.io.IOException;
import java.util.List;

/**
 * Writes the rows of an export, one after the other. It has no {@code close} on purpose: what was not finished has to look
 * cut off.
 */
interface RowWriter {

    /** Writes one row: for each column its value, as {@link Column#read} answers it. */
    void add(List<Object> cells) throws IOException;

    /** Ends the document. */
    void finish() throws IOException;
}
