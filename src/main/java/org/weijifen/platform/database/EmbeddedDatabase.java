package org.weijifen.platform.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL that lives as long as this process, with its data in a folder that outlives it. Everything it acknowledges
 * is on disk; it listens on 127.0.0.1 alone and lets nobody in without a password.
 *
 * <p>When the process is killed the server goes on without it. The next start on the folder stops that one and starts afresh.
 */
public final class EmbeddedDatabase {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    /** Set while this process runs the server of a folder; class loaders come and go with live reload, properties stay. */
    private static final String RUNNING = "org.weijifen.database.running:";

    private final DataFolder data;
    private final PostgresServer server;
    private final Postmaster postmaster;
    private final String administratorPassword;
    private final String applicationPassword;

    private EmbeddedDatabase(
            DataFolder data,
            PostgresServer server,
            Postmaster postmaster,
            String administratorPassword,
            String applicationPassword) {
        this.data = data;
        this.server = server;
        this.postmaster = postmaster;
        this.administratorPassword = administratorPassword;
        this.applicationPassword = applicationPassword;
    }

    /**
     * Starts the server on a folder, making both when they aren't there; one that this process runs already is used again. It
     * is stopped with {@link #stop}, at the latest when the process ends.
     *
     * @param folder where the data are
     * @param port of 127.0.0.1 to listen on; 0 for any free one
     * @throws StartRefusedException when that can't be, with the remedy in its message
     */
    public static synchronized EmbeddedDatabase start(Path folder, int port) {
        DataFolder data = runsHere(folder) ? DataFolder.heldByThisProcess(folder) : DataFolder.lock(folder);
        try {
            EmbeddedDatabase database = start(data, port);
            if (System.getProperty(property(data.path())) == null) {
                System.setProperty(property(data.path()), "true");
                Runtime.getRuntime().addShutdownHook(new Thread(database::stopAfterDrain, "embedded-database-stop"));
            }
            return database;
        } catch (IOException | SQLException e) {
            data.close();
            throw StartRefusal.NOT_STARTED.with(data.path(), e.getMessage(), data.startLog());
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static EmbeddedDatabase start(DataFolder data, int port) throws IOException, SQLException {
        Platform platform = Platform.current();
        Programs programs = Programs.in(data, platform);
        Command command = new Command(RootDisguise.prefix(data, platform), data.commandLog());
        PostgresServer server = new PostgresServer(data, programs, command);
        String administratorPassword = password(data, PostgresServer.ADMINISTRATOR);
        String applicationPassword = password(data, Roles.APPLICATION);
        Optional<Postmaster> ours = runsHere(data.path()) ? Postmaster.alive(data) : Optional.empty();
        if (ours.isPresent()) {
            return new EmbeddedDatabase(data, server, ours.get(), administratorPassword, applicationPassword);
        }
        if (data.hasDatabase()) {
            server.checkVersion();
            server.stopLeftovers();
        } else {
            server.initialise(data.passwordFile(PostgresServer.ADMINISTRATOR));
        }
        programs.deleteOthers(data);
        Postmaster postmaster = server.start(port);
        EmbeddedDatabase database =
                new EmbeddedDatabase(data, server, postmaster, administratorPassword, applicationPassword);
        Roles.prepare(database.url("postgres"), administratorPassword, applicationPassword);
        LOG.infof("PostgreSQL listens on 127.0.0.1:%d, its data are in %s", postmaster.port(), data.path());
        return database;
    }

    private static String password(DataFolder data, String role) throws IOException {
        Path file = data.passwordFile(role);
        if (data.hasDatabase()
                && role.equals(PostgresServer.ADMINISTRATOR)
                && !file.toFile().exists()) {
            throw StartRefusal.PASSWORD_MISSING.with(data.path(), file);
        }
        return Password.readOrCreate(file);
    }

    private static boolean runsHere(Path folder) {
        return System.getProperty(property(folder)) != null;
    }

    private static String property(Path folder) {
        try {
            return RUNNING + folder.toRealPath();
        } catch (IOException e) {
            return RUNNING + folder.toAbsolutePath().normalize();
        }
    }

    /** JDBC URL of the service's database. */
    public String url() {
        return url(Roles.DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/" + database;
    }

    /** The role to work with: owner of the database, no superuser. */
    public String username() {
        return Roles.APPLICATION;
    }

    public String password() {
        return applicationPassword;
    }

    /** A connection to the service's database as PostgreSQL's superuser, whom no REVOKE binds. */
    public Connection connectAsAdministrator() throws SQLException {
        return Roles.connect(url(), PostgresServer.ADMINISTRATOR, administratorPassword);
    }

    private void stopAfterDrain() {
        Drain.await();
        stop();
    }

    /** Stops the server and lets others use the folder; does nothing when that has happened already. */
    public synchronized void stop() {
        if (!runsHere(data.path())) {
            return;
        }
        try {
            server.stop();
        } catch (IOException | StartRefusedException e) {
            System.err.println(e.getMessage());
        } finally {
            System.clearProperty(property(data.path()));
            data.close();
        }
    }
}
