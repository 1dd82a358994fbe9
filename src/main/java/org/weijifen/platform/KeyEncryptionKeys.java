package org.weijifen.platform;

import io.quarkus.runtime.LaunchMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/**
 * The key-encryption keys of the installation: 256 bits each, in Base64, in a setting or in the file that another setting names.
 * There may be several, so that the key can be changed: the first encrypts, all decrypt.
 */
public final class KeyEncryptionKeys {
    /** Names a file with a key on each line. */
    public static final String FILE = "weijifen.key-encryption-key-file";

    /** The keys themselves, with commas between them. */
    static final String SETTING = "weijifen.key-encryption-key";

    /** The key of development and tests, which everybody knows. */
    static final SecretKey PUBLISHED =
            new SecretKeySpec("weijifen-demo-published-key-0000".getBytes(StandardCharsets.US_ASCII), "AES");

    private static final int BYTES = 32;

    /** Some hundred keys; a larger file is another one that was named by mistake. */
    private static final int LARGEST_FILE = 16_384;

    private KeyEncryptionKeys() {}

    /** Whether one of the two settings is there. */
    public static boolean areNamed(Config config) {
        return has(config, SETTING) || has(config, FILE);
    }

    /** A new random key as it stands in a file. */
    public static String newKey() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The keys that the settings name, or else the published one in development and tests. No message shows what was read.
     *
     * @return at least one
     * @throws StartRefusedException when there are both settings or, in production, none; when the file can't be read; when a key is
     *     not 32 bytes in Base64, or in production the published one
     */
    public static List<SecretKey> read(Config config) {
        if (has(config, SETTING) && has(config, FILE)) {
            throw StartRefusal.KEY_NAMED_TWICE.with();
        }
        if (!areNamed(config)) {
            if (LaunchMode.current().isProduction()) {
                throw StartRefusal.KEY_MISSING.with();
            }
            return List.of(PUBLISHED);
        }
        List<String> texts = has(config, FILE)
                ? linesOf(config.getValue(FILE, String.class))
                : List.of(config.getValue(SETTING, String.class).split(","));
        List<SecretKey> keys = texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(KeyEncryptionKeys::parse)
                .toList();
        if (keys.isEmpty()) {
            throw StartRefusal.KEY_MALFORMED.with();
        }
        if (LaunchMode.current().isProduction() && keys.contains(PUBLISHED)) {
            throw StartRefusal.KEY_PUBLISHED.with();
        }
        return keys;
    }

    private static boolean has(Config config, String setting) {
        return config.getOptionalValue(setting, String.class).isPresent();
    }

    private static List<String> linesOf(String file) {
        try (InputStream content = Files.newInputStream(Path.of(file))) {
            byte[] read = content.readNBytes(LARGEST_FILE + 1);
            if (read.length > LARGEST_FILE) {
                throw StartRefusal.KEY_MALFORMED.with();
            }
            return new String(read, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException | InvalidPathException e) {
            throw StartRefusal.KEY_FILE_UNREADABLE.with(file, e.getClass().getSimpleName());
        }
    }

    private static SecretKey parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Its message quotes the key.
            throw StartRefusal.KEY_MALFORMED.with();
        }
        if (bytes.length != BYTES) {
            throw StartRefusal.KEY_MALFORMED.with();
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
