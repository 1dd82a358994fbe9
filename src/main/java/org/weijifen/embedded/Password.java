package org.weijifen.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords of database roles: random, each in a file. */
final class Password {
    private static final int BYTES = 24;

    private Password() {}

    /** The password in the file; a new one is made when there is no file. */
    static String readOrCreate(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            // Without this file nobody could open the database any more.
            SecretFile.write(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }
}
