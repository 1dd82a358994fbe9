package org.weijifen.ledger;

import java.io.IOException;
import java.io.OutputStream;

/** Lines of an export on their way out: added one by one, written many at once. Not for several threads. */
public final class ExportLines {
    private final CanonicalJson lines = new CanonicalJson();

    /**
     * Adds a transaction with its hash.
     *
     * @throws RuntimeException when it holds what no line can, such as an infinite time; then nothing was added
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

    /** How many bytes have been added and not written. */
    public int size() {
        return lines.length();
    }

    /** Writes what was added. */
    public void writeTo(OutputStream out) throws IOException {
        lines.writeTo(out);
        lines.cut(0);
    }
}
