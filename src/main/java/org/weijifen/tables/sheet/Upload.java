package org.weijifen.tables.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.weijifen.platform.ProblemException;

/** An uploaded file, kept in a temporary file until it is closed. */
public final class Upload implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;

    private Upload(Path file) {
        this.file = file;
    }

    /**
     * Stores a body in a temporary file that only this process's user can read. Nothing is left behind when that fails.
     *
     * @param body is read to its end or to the limit, and not closed
     * @param maxBytes the most that is taken
     * @throws ProblemException {@code payload_too_large} if there are more bytes than that
     * @throws IOException if the body ends early, or the disk is full
     */
    public static Upload store(InputStream body, long maxBytes) throws IOException {
        return store(body, maxBytes, UploadFolder.mine().path());
    }

    /** Deletes the files of killed processes. The files of other living processes stay. */
    public static void deleteLeftovers() {
        try {
            UploadFolder.mine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Upload store(InputStream body, long maxBytes, Path folder) throws IOException {
        Upload upload = new Upload(Files.createTempFile(folder, "upload-", null));
        boolean stored = false;
        try {
            upload.fill(body, maxBytes);
            stored = true;
            return upload;
        } finally {
            if (!stored) {
                upload.close();
            }
        }
    }

    private void fill(InputStream body, long maxBytes) throws IOException {
        byte[] bytes = new byte[BUFFER_BYTES];
        long total = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
                total += read;
                if (total > maxBytes) {
                    throw Refusals.tooLong(maxBytes);
                }
                out.write(bytes, 0, read);
            }
        }
    }

    /** Where the bytes are until {@link #close}. */
    public Path file() {
        return file;
    }

    /** Deletes the file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
