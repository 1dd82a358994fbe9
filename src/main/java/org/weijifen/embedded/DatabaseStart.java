package org.weijifen.embedded;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.weijifen.platform.KeyEncryptionKeys;
import org.weijifen.platform.database.SettingsCheck;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/** Decides, before Quarkus starts, whether the service brings its own database, and points Quarkus to it. */
public final class DatabaseStart {
    static final String URL = "quarkus.datasource.jdbc.url";
    private static final String DATA_DIR = "weijifen.data-dir";
    private static final String KEY_FILE = "key-encryption-key";
    private static final String PORT = "weijifen.database.port";
    private static final int LARGEST_PORT = 65_535;
    /** The URL that we set, to distinguish it from an operator's URL. */
    private static final String OUR_URL = "org.weijifen.embedded-database.url";

    private DatabaseStart() {}

    /**
     * Starts the embedded database unless another one is configured.
     *
     * @throws StartRefusedException when it can't be started, with the remedy in its message
     */
    public static void prepare() {
        if (!isLaunchModeKnown()) {
            return;
        }
        Config config = ConfigProvider.getConfig();
        SettingsCheck.check(config);
        boolean ofOnesOwn = config.getOptionalValue(URL, String.class).isPresent() && !isOurs(config);
        if (ofOnesOwn || KeyEncryptionKeys.areNamed(config)) {
            KeyEncryptionKeys.read(config);
        }
        if (ofOnesOwn) {
            return;
        }
        EmbeddedDatabase database = EmbeddedDatabase.start(folder(config), port(config));
        if (LaunchMode.current().isProduction() && !KeyEncryptionKeys.areNamed(config)) {
            System.setProperty(KeyEncryptionKeys.FILE, keyFile(folder(config)).toString());
        }
        System.setProperty(OUR_URL, database.url());
        database.settings().forEach(System::setProperty);
    }

    /**
     * The key-encryption key of a data folder, made where there is none. It lies beside PostgreSQL's own folder, so that a copy of the
     * database does not carry it.
     */
    private static Path keyFile(Path folder) {
        Path file = folder.resolve(KEY_FILE).toAbsolutePath();
        try {
            if (Files.notExists(file)) {
                SecretFile.write(file, KeyEncryptionKeys.newKey() + "\n");
            }
        } catch (IOException e) {
            throw StartRefusal.FOLDER_UNUSABLE.with(folder, e.getClass().getSimpleName());
        }
        return file;
    }

    /** The data folder of the embedded database; empty when another database is configured. */
    public static Optional<Path> dataFolder() {
        Config config = ConfigProvider.getConfig();
        return isOurs(config) ? Optional.of(folder(config)) : Optional.empty();
    }

    private static boolean isOurs(Config config) {
        return config.getOptionalValue(URL, String.class)
                .filter(url -> url.equals(System.getProperty(OUR_URL)))
                .isPresent();
    }

    /**
     * Quarkus sets its launch mode and the configuration's profile when its generated class is initialised. A start
     * from an IDE has no such class yet: Quarkus first builds the application and then calls the main method again.
     */
    private static boolean isLaunchModeKnown() {
        try {
            Class.forName(
                    Application.APP_CLASS_NAME, true, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static int port(Config config) {
        String text = config.getOptionalValue(PORT, String.class).orElse("0");
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > LARGEST_PORT) {
            throw StartRefusal.PORT_UNUSABLE.with(text);
        }
        return Integer.parseInt(text);
    }

    static Path folder(Config config) {
        String name = config.getOptionalValue(DATA_DIR, String.class).orElseGet(DatabaseStart::defaultFolder);
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw StartRefusal.FOLDER_UNUSABLE.with(name, e.getReason());
        }
    }

    private static String defaultFolder() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT
                ? Path.of("target", "weijifen-dev").toString()
                : Path.of(System.getProperty("user.home"), ".weijifen").toString();
    }
}
