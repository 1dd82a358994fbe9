package org.weijifen.tables.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The parts of a workbook, which is a zip file. What the zip file says of its sizes is not trusted: its directory is
 * measured before it is loaded, and its parts while they are unpacked.
 */
final class ZipParts implements Closeable {
    private static final int END_SIGNATURE = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int DIRECTORY_BYTES = 1 << 20;

    /** Below this size a part may be packed as tightly as it likes: it does no harm. */
    private static final int RATIO_MATTERS_BYTES = 1 << 20;

    private final ZipFile zip;
    private final SheetLimits limits;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private long unpacked;

    private ZipParts(ZipFile zip, SheetLimits limits) {
        this.zip = zip;
        this.limits = limits;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            entries.putIfAbsent(key(entry.getName()), entry);
        }
    }

    /** @throws IOException if it is no whole zip file, or an encrypted one */
    static ZipParts open(Path file, SheetLimits limits) throws IOException {
        checkDirectory(file, limits);
        ZipFile zip = new ZipFile(file.toFile());
        if (zip.size() > limits.zipEntries()) {
            zip.close();
            throw Refusals.tooLargeUnpacked();
        }
        return new ZipParts(zip, limits);
    }

    /** Reads the record at the end of the file, which says how large the directory is that will be loaded whole. */
    private static void checkDirectory(Path file, SheetLimits limits) throws IOException {
        ByteBuffer tail = tail(file);
        int end = tail.limit() - END_BYTES;
        while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
            end--;
        }
        if (end < 0 || Short.toUnsignedInt(tail.getShort(end + 20)) != tail.limit() - END_BYTES - end) {
            throw Refusals.unreadable();
        }
        int entries = Short.toUnsignedInt(tail.getShort(end + 10));
        long bytes = Integer.toUnsignedLong(tail.getInt(end + 12));
        if (entries > limits.zipEntries() || bytes > DIRECTORY_BYTES) {
            throw Refusals.tooLargeUnpacked();
        }
    }

    private static ByteBuffer tail(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length(), END_BYTES + LONGEST_COMMENT)];
            in.seek(in.length() - bytes.length);
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    boolean has(String part) {
        return entries.containsKey(key(part));
    }

    /**
     * The bytes of a part, unpacked. Reading them throws a refusal as soon as there are more than allowed.
     *
     * @param part its name, in any case, since writers of workbooks don't agree on that
     */
    InputStream open(String part) throws IOException {
        ZipEntry entry = entries.get(key(part));
        if (entry == null) {
            throw Refusals.unreadable();
        }
        return new CountedStream(zip.getInputStream(entry), new Measure(entry));
    }

    private static String key(String name) {
        return name.replace('\\', '/').toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Counts the unpacked bytes of a part. */
    private final class Measure implements IntConsumer {
        private final ZipEntry entry;
        private long bytes;

        Measure(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public void accept(int more) {
            bytes += more;
            unpacked += more;
            if (unpacked > limits.unpackedBytes()
                    || bytes > RATIO_MATTERS_BYTES && bytes / limits.ratio() > entry.getCompressedSize()) {
                throw Refusals.tooLargeUnpacked();
            }
        }
    }
}
