package org.weijifen.tables.sheet;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts in a temporary file, by number. They are written first and then read, in blocks of which the latest few stay in
 * memory. The file is gone when this is closed. An error of the disk is thrown as an {@link UncheckedIOException}.
 */
final class StringFile implements AutoCloseable {
    private static final int BLOCK = 64;
    private static final int KEPT_BLOCKS = 32;
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final DataOutputStream out;
    private final Map<Integer, String[]> kept = new LinkedHashMap<>(KEPT_BLOCKS, 0.75f, true);
    private long[] starts = new long[64];
    private long length;
    private int size;
    private boolean isWritten;

    StringFile() {
        try {
            channel = FileChannel.open(
                    Files.createTempFile("weijifen-texts-", null),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return size;
    }

    void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (size % BLOCK == 0) {
            if (size / BLOCK == starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            starts[size / BLOCK] = length;
        }
        try {
            out.writeInt(utf8.length);
            out.write(utf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        length += Integer.BYTES + utf8.length;
        size++;
    }

    String get(int index) {
        int number = index / BLOCK;
        String[] block = kept.get(number);
        if (block == null) {
            block = load(number);
            kept.put(number, block);
            if (kept.size() > KEPT_BLOCKS) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return block[index % BLOCK];
    }

    private String[] load(int number) {
        int count = Math.min(BLOCK, size - number * BLOCK);
        long end = (number + 1) * BLOCK < size ? starts[number + 1] : length;
        ByteBuffer bytes = bytes(starts[number], (int) (end - starts[number]));
        String[] block = new String[count];
        for (int i = 0; i < count; i++) {
            byte[] utf8 = new byte[bytes.getInt()];
            bytes.get(utf8);
            block[i] = new String(utf8, StandardCharsets.UTF_8);
        }
        return block;
    }

    private ByteBuffer bytes(long start, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        try {
            if (!isWritten) {
                out.flush();
                isWritten = true;
            }
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, start + bytes.position()) < 0) {
                    throw new IOException("a temporary file was cut off");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
