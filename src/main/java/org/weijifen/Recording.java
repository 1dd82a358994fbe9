package org.weijifen;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.weijifen.embedded.EmbeddedDatabase;
import org.weijifen.platform.KeyEncryptionKeys;

/**
 * A start of the packaged service by the build, from which Java records what later starts need not do again. It has a database of
 * its own beside the package, whatever the environment names, and leaves nothing of it behind.
 */
final class Recording {
    /** Set by Quarkus, which would stop half-way through the start; the other half has as many classes. */
    private static final String REQUESTED = "quarkus.appcds.generate";

    private static final int TIMEOUT_MILLISECONDS = 30_000;

    private Recording() {}

    static boolean isRequested() {
        return Boolean.getBoolean(REQUESTED);
    }

    static void run(String... arguments) {
        System.clearProperty(REQUESTED);
        // The build runs it in the folder of the package.
        Path folder = temporaryFolder(Path.of("").toAbsolutePath().getParent());
        EmbeddedDatabase database;
        try {
            database = EmbeddedDatabase.start(folder, 0);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
        try {
            database.settings().forEach(System::setProperty);
            System.setProperty("quarkus.http.host", "127.0.0.1");
            System.setProperty("quarkus.http.port", "0");
            System.setProperty("quarkus.management.host", "127.0.0.1");
            System.setProperty("quarkus.management.port", "0");
            System.setProperty("weijifen.admin-password", UUID.randomUUID().toString());
            System.setProperty("weijifen.key-encryption-key", KeyEncryptionKeys.newKey());
            Quarkus.run(
                    UntilReady.class,
                    (code, failure) -> {
                        database.stop();
                        delete(folder);
                        System.exit(code);
                    },
                    arguments);
        } catch (RuntimeException e) {
            database.stop();
            delete(folder);
            throw e;
        }
    }

    /** Asks the service whether it is ready, and ends. */
    public static final class UntilReady implements QuarkusApplication {
        @Override
        public int run(String... arguments) throws IOException {
            int port = ConfigProvider.getConfig().getValue("quarkus.management.port", Integer.class);
            URI ready = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLISECONDS);
            connection.setReadTimeout(TIMEOUT_MILLISECONDS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : 1;
        }
    }

    private static Path temporaryFolder(Path parent) {
        try {
            return Files.createTempDirectory(parent, "recording");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
