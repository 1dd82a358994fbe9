package org.weijifen.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.weijifen.platform.database.Drain;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/**
 * A real PostgreSQL that runs as long as this process. Its data stay in a folder. Everything it acknowledges is on
 * disk. It listens only on 127.0.0.1 and requires a password.
 *
 * <p>When the process is killed, the server continues to run. The next start on the folder stops that server and starts
 * a new one.
 */
public final class EmbeddedDatabase {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    /** Set while this process holds a folder's lock. Properties survive a live reload; class loaders do not. */
    private static final String HELD = "org.weijifen.embedded-database.held:";

    private static final String ADMINISTRATION = "postgres";
    private static final Duration WATCH_PAUSE = Duration.ofMillis(200);
    /** A cause that prevents the start, such as a full disk, usually lasts for a while. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final DataFolder data;
    private final PostgresServer server;
    private final Programs programs;
    private final String administratorPassword;
    private final String ownerPassword;
    private final String servicePassword;
    private Postmaster postmaster;
    private final Set<String> complaints = new HashSet<>();
    private volatile boolean stopping;

    private EmbeddedDatabase(DataFolder data) throws IOException {
        this.data = data;
        Platform platform = Platform.current();
        this.programs = Programs.in(data, platform);
        this.server =
                new PostgresServer(data, programs, new Command(RootDisguise.prefix(data, platform), data.commandLog()));
        this.administratorPassword = administratorPassword();
        this.ownerPassword = Password.readOrCreate(data.passwordFile(Roles.OWNER));
        this.servicePassword = Password.readOrCreate(data.passwordFile(Roles.SERVICE));
    }

    private String administratorPassword() throws IOException {
        Path file = data.passwordFile(PostgresServer.ADMINISTRATOR);
        if (data.hasDatabase() && Files.notExists(file)) {
            throw StartRefusal.PASSWORD_MISSING.with(data.path(), file);
        }
        return Password.readOrCreate(file);
    }

    /**
     * Starts the server on a folder, and makes both if they are missing. A server that this process already runs is
     * used again. {@link #stop} stops the server, at the latest when the process ends.
     *
     * @param folder where the data are
     * @param port of 127.0.0.1 to listen on; 0 for any free one
     * @throws StartRefusedException when the start fails, with the remedy in its message
     */
    public static EmbeddedDatabase start(Path folder, int port) {
        synchronized (EmbeddedDatabase.class) {
            DataFolder data = isHeldHere(folder) ? DataFolder.heldByThisProcess(folder) : DataFolder.lock(folder);
            try {
                EmbeddedDatabase database = new EmbeddedDatabase(data);
                database.hold();
                database.run(port);
                database.watch();
                return database;
            } catch (IOException e) {
                data.close();
                throw StartRefusal.NOT_STARTED.with(data.path(), e.getMessage(), data.commandLog());
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
        }
    }

    /** From now on the process won't end without {@link #stop}, unless it is killed. */
    private void hold() {
        if (data.isLockedByUs()) {
            System.setProperty(property(data.path()), "true");
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAfterDrain, "embedded-database-stop"));
        }
    }

    /** Until {@link #stop}, starts the server again whenever it has ended by itself. */
    private void watch() {
        if (data.isLockedByUs()) {
            Thread watch = new Thread(
                    () -> {
                        while (!stopping) {
                            LockSupport.parkNanos(WATCH_PAUSE.toNanos());
                            restartIfEnded();
                        }
                    },
                    "embedded-database-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private void restartIfEnded() {
        synchronized (EmbeddedDatabase.class) {
            try {
                if (!stopping && Postmaster.alive(data).isEmpty()) {
                    complain("PostgreSQL has ended by itself and is started again");
                    server.stopLeftovers();
                    postmaster = server.start(postmaster.port());
                    complaints.clear();
                    LOG.infof("PostgreSQL listens on 127.0.0.1:%d again", postmaster.port());
                }
            } catch (IOException | RuntimeException e) {
                complain(e.getMessage());
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
        }
    }

    /** Logs each cause once, because it may last for hours, and may be a full disk. */
    private void complain(String reason) {
        if (complaints.add(reason)) {
            LOG.error(reason);
        }
    }

    private void run(int port) {
        try {
            Optional<Postmaster> running = data.isLockedByUs() ? Optional.empty() : Postmaster.alive(data);
            postmaster = running.isPresent() ? running.get() : startServer(port);
        } catch (IOException | SQLException e) {
            stop();
            throw StartRefusal.NOT_STARTED.with(data.path(), e.getMessage(), data.commandLog());
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private Postmaster startServer(int port) throws IOException, SQLException {
        server.check();
        server.stopLeftovers();
        if (!data.hasDatabase()) {
            server.initialise(data.passwordFile(PostgresServer.ADMINISTRATOR));
        }
        programs.deleteOthers(data);
        Postmaster started = server.start(port);
        Roles.prepare(url(started, ADMINISTRATION), administratorPassword, ownerPassword, servicePassword);
        LOG.infof("PostgreSQL listens on 127.0.0.1:%d, its data are in %s", started.port(), data.path());
        return started;
    }

    private static boolean isHeldHere(Path folder) {
        return System.getProperty(property(folder)) != null;
    }

    private static String property(Path folder) {
        try {
            return HELD + folder.toRealPath();
        } catch (IOException e) {
            return HELD + folder.toAbsolutePath().normalize();
        }
    }

    /** JDBC URL of the service's database. */
    public String url() {
        return url(postmaster, Roles.DATABASE);
    }

    static String url(Postmaster postmaster, String database) {
        return "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/" + database;
    }

    /** The role that serves: it owns nothing. */
    public String username() {
        return Roles.SERVICE;
    }

    public String password() {
        return servicePassword;
    }

    /** The role that owns the database and migrates it. */
    public String owner() {
        return Roles.OWNER;
    }

    public String ownerPassword() {
        return ownerPassword;
    }

    /** The settings of Quarkus that lead to this database. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.jdbc.url", url(),
                "quarkus.datasource.username", username(),
                "quarkus.datasource.password", password(),
                "quarkus.flyway.username", owner(),
                "quarkus.flyway.password", ownerPassword());
    }

    /** A connection to the service's database as PostgreSQL's superuser. No REVOKE limits this role. */
    public Connection connectAsAdministrator() throws SQLException {
        return Roles.connect(url(), PostgresServer.ADMINISTRATOR, administratorPassword);
    }

    private void stopAfterDrain() {
        // The operator who stops the service may have stopped the server too.
        stopping = true;
        Drain.await();
        stop();
    }

    /** Stops the server and lets others use the folder; does nothing when that has happened already. */
    public void stop() {
        // Waits for a start in progress, so that no server is left running.
        synchronized (EmbeddedDatabase.class) {
            stopping = true;
            if (!isHeldHere(data.path())) {
                return;
            }
            try {
                server.stop();
            } catch (IOException | StartRefusedException e) {
                System.err.println(e.getMessage());
            } finally {
                release();
            }
        }
    }

    private void release() {
        if (data.isLockedByUs()) {
            System.clearProperty(property(data.path()));
            data.close();
        }
    }
}
