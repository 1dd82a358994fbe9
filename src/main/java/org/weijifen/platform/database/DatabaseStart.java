package org.weijifen.platform.database;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Decides, before Quarkus starts, whether the service brings its own database, and points Quarkus to it. */
public final class DatabaseStart {
    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String DATA_DIR = "weijifen.data-dir";
    private static final String PORT = "weijifen.database.port";
    /** The URL as we set it, to tell it from one that the operator gave. */
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
        Optional<String> configured = config.getOptionalValue(URL, String.class);
        if (configured.isPresent() && !configured.get().equals(System.getProperty(OUR_URL))) {
            return;
        }
        EmbeddedDatabase database = EmbeddedDatabase.start(
                folder(config), config.getOptionalValue(PORT, Integer.class).orElse(0));
        System.setProperty(OUR_URL, database.url());
        System.setProperty(URL, database.url());
        System.setProperty(USERNAME, database.username());
        System.setProperty(PASSWORD, database.password());
    }

    /**
     * Quarkus sets its launch mode, and with it the profile of the configuration, when its generated class is initialised. From
     * an IDE there is no such class yet: then Quarkus builds the application first, and comes back to the main method.
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

    private static Path folder(Config config) {
        return config.getOptionalValue(DATA_DIR, String.class)
                .map(Path::of)
                .orElseGet(() -> LaunchMode.current() == LaunchMode.DEVELOPMENT
                        ? Path.of("target", "weijifen-dev")
                        : Path.of(System.getProperty("user.home"), ".weijifen"));
    }
}
