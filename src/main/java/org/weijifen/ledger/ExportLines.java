package org.weijifen.ledger;

import java.io.IOException;
import java.io.OutputStream;

/** A buffer for the lines of an export. Lines are added one by one and written many at once. Not thread-safe. */
public final class ExportLines {
    private final CanonicalJson lines = new CanonicalJson();

    /**
     * Adds a transaction with its hash.
     *
     * @throws RuntimeException when it has a value that no line can show, such as an infinite time; then nothing is
     *     added
     */
    public void add(Transaction transaction, String hash) {
        int start = lines.length();
        try {
            TransactionJson.write(lines, transaction, hash);
            lines.raw('\n');
        } catch (RuntimeException e) {
            lines.cut(start);
            throw e;
        }
    }

    /** Adds a line as it is. */
    public void add(String line) {
        lines.raw(line);
        lines.raw('\n');
    }

    /** The number of bytes that are added and not written yet. */
    public int size() {
        return lines.length();
    }

    /** Writes the lines that were added. */
    public void writeTo(OutputStream out) throws IOException {
        lines.writeTo(out);
        lines.cut(0);
    }
}
