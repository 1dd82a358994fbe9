package org.weijifen.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/**
 * The database of the service as a command reaches it that an operator gives on its machine: with the settings of the service, and as
 * the role that serves. The embedded one is started for the command, unless a service has it running.
 */
public final class CommandDatabase {
    private static final String OWNER = "unix:uid";

    private final Config config;

    private CommandDatabase(Config config) {
        this.config = config;
    }

    public static CommandDatabase of(Config config) {
        return new CommandDatabase(config);
    }

    /** Work with a connection, and with the data folder if there is one. */
    @FunctionalInterface
    public interface Work<R> {
        R with(Connection connection, Optional<Path> folder) throws SQLException;
    }

    /**
     * Does the work with a connection, which is closed afterwards.
     *
     * @throws StartRefusedException when there is no database yet, or it can't be reached
     */
    public <R> R use(Work<R> work) {
        Optional<String> url = setting(DatabaseStart.URL);
        try {
            if (url.isPresent()) {
                return on(
                        url.get(),
                        setting("quarkus.datasource.username").orElse(null),
                        setting("quarkus.datasource.password").orElse(null),
                        Optional.empty(),
                        work);
            }
            return onEmbedded(DatabaseStart.folder(config), work);
        } catch (SQLException | IOException e) {
            throw StartRefusal.PASSWORD_NOT_SET.with(e.getMessage());
        }
    }

    private Optional<String> setting(String name) {
        return config.getOptionalValue(name, String.class);
    }

    private <R> R onEmbedded(Path folder, Work<R> work) throws SQLException, IOException {
        if (Files.notExists(folder)) {
            throw StartRefusal.PASSWORD_NOT_SET.with("there is no data folder " + folder);
        }
        DataFolder data = DataFolder.heldByThisProcess(folder);
        if (!data.hasDatabase()) {
            throw StartRefusal.PASSWORD_NOT_SET.with("there is no database in " + data.path());
        }
        Optional<Postmaster> running = DataFolder.isLocked(data.path()) ? Postmaster.alive(data) : Optional.empty();
        if (running.isPresent()) {
            return on(
                    EmbeddedDatabase.url(running.get(), Roles.DATABASE),
                    Roles.SERVICE,
                    Files.readString(data.passwordFile(Roles.SERVICE)).strip(),
                    Optional.of(folder),
                    work);
        }
        requireOwn(data.path());
        EmbeddedDatabase started = EmbeddedDatabase.start(folder, 0);
        try {
            return on(started.url(), started.username(), started.password(), Optional.of(folder), work);
        } finally {
            started.stop();
        }
    }

    /** A server that another user starts, such as root, would leave files that the service's user can't open. */
    private static void requireOwn(Path folder) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self) && !Files.getAttribute(self, OWNER).equals(Files.getAttribute(folder, OWNER))) {
            throw StartRefusal.PASSWORD_NOT_SET.with(folder + " belongs to another user, who should run this");
        }
    }

    private static <R> R on(String url, String role, String password, Optional<Path> folder, Work<R> work)
            throws SQLException {
        try (Connection connection = Roles.connect(url, role, password)) {
            return work.with(connection, folder);
        }
    }
}
