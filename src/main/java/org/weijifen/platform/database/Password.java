package org.weijifen.platform.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** Passwords of database roles: random, each in a file that only its owner can read. */
final class Password {
    private static final int BYTES = 24;

    private Password() {}

    /** The password in the file; a new one is made when there is no file. */
    static String readOrCreate(Path file) throws IOException {
        if (Files.notExists(file)) {
            create(file);
        }
        return Files.readString(file).strip();
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        try (FileChannel channel = FileChannel.open(
                partial,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                DataFolder.ownerOnly(file, "rw-------"))) {
            channel.write(ByteBuffer.wrap(HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII)));
            // Without it nobody could open the database any more.
            channel.force(true);
        }
        Files.move(partial, file);
        DataFolder.force(file.getParent());
    }
}
