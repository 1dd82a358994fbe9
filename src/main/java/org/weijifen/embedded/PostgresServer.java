package org.weijifen.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/** The PostgreSQL server on a data folder: made, started and stopped with PostgreSQL's own programs. */
final class PostgresServer {
    static final String ADMINISTRATOR = "postgres";

    private static final Duration INITIALISATION = Duration.ofMinutes(2);
    /** Recovery after a crash replays all writes since the last checkpoint. This may take long. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofMinutes(1);
    private static final Duration LEFTOVERS_END = Duration.ofSeconds(10);
    private static final int START_ATTEMPTS = 3;

    private final DataFolder data;
    private final Programs programs;
    private final Command command;

    PostgresServer(DataFolder data, Programs programs, Command command) {
        this.data = data;
        this.programs = programs;
        this.command = command;
    }

    /** Refuses programs that don't run here, and a database of another major version, whose files can't be read. */
    void check() throws IOException {
        Command.Result version = run(STOP, "postgres", "--version");
        if (!version.succeeded()) {
            throw StartRefusal.PROGRAMS_UNUSABLE.with(data.path(), lastLine(version.output()));
        }
        String ours = version.output().strip().replaceFirst("^\\D*(\\d+).*$", "$1");
        String found = data.hasDatabase()
                ? Files.readString(data.database().resolve("PG_VERSION")).strip()
                : ours;
        if (!found.equals(ours)) {
            throw StartRefusal.OTHER_VERSION.with(data.path(), found, ours);
        }
    }

    /** Makes an empty database cluster that requires a password. */
    void initialise(Path passwordFile) throws IOException {
        data.complete(data.database(), partial -> {
            List<String> arguments = new ArrayList<>(List.of(
                    "--pgdata=" + partial,
                    "--username=" + ADMINISTRATOR,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    // Texts sort alike with every C library. Upper and lower case are those of all Unicode.
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8"));
            // The log keeps one file a day for a week. It has no statements and no rows that they fail on.
            for (String setting : List.of(
                    "logging_collector=on",
                    "log_filename=postgresql-%a.log",
                    "log_truncate_on_rotation=on",
                    "log_rotation_size=0",
                    "log_error_verbosity=terse",
                    "log_min_error_statement=panic",
                    "log_checkpoints=off")) {
                arguments.addAll(List.of("--set", setting));
            }
            Command.Result result = run(INITIALISATION, "initdb", arguments.toArray(String[]::new));
            if (!result.succeeded()) {
                throw StartRefusal.NOT_STARTED.with(data.path(), lastLine(result.output()), data.commandLog());
            }
        });
    }

    /** Starts the server on a port of this machine alone (0: any free port), and waits until it answers. */
    Postmaster start(int wantedPort) throws IOException {
        if (wantedPort != 0 && freePort(wantedPort).isEmpty()) {
            throw StartRefusal.PORT_UNUSABLE.with(wantedPort);
        }
        // Another process may take the free port before the server does; the next attempt uses another port.
        String lastWords = "";
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            int port = freePort(wantedPort).orElseThrow(() -> StartRefusal.PORT_UNUSABLE.with(wantedPort));
            Files.deleteIfExists(data.startLog());
            Command.Result result = run(
                    START.plus(STOP),
                    "pg_ctl",
                    "start",
                    "--wait",
                    "--timeout=" + START.toSeconds(),
                    "--pgdata=" + data.database(),
                    "--log=" + data.startLog(),
                    "--options=" + options(port));
            if (result.succeeded()) {
                return Postmaster.alive(data).orElseThrow(() -> notStarted("it ended at once"));
            }
            lastWords = lastLine(result.output());
        }
        throw notStarted(ServerLog.lastComplaint(data).orElse(lastWords));
    }

    /** The data folder's configuration files can't weaken these settings, because they are on the command line. */
    private static String options(int port) {
        return String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=127.0.0.1",
                // A socket file would be a second way in, and its path has a limit of about 100 characters.
                "-c unix_socket_directories=",
                // PostgreSQL logs whole pages again after each checkpoint: here a third as often as by default.
                "-c checkpoint_timeout=15min",
                "-c fsync=on",
                "-c full_page_writes=on",
                "-c synchronous_commit=on");
    }

    private static Optional<Integer> freePort(int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
            return Optional.of(socket.getLocalPort());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Stops the server on the data folder, if one runs. It disconnects clients and loses nothing committed. */
    void stop() throws IOException {
        Optional<Postmaster> server = Postmaster.alive(data);
        if (server.isPresent() && !stop("fast") && !stop("immediate")) {
            throw StartRefusal.PREVIOUS_SERVER_STUCK.with(
                    data.path(), server.get().pid());
        }
    }

    private boolean stop(String mode) throws IOException {
        return run(
                        STOP.plusSeconds(1),
                        "pg_ctl",
                        "stop",
                        "--wait",
                        "--timeout=" + STOP.toSeconds(),
                        "--mode=" + mode,
                        "--pgdata=" + data.database())
                .succeeded();
    }

    /**
     * Removes what a killed service left behind: its server, unfinished programs, and the {@code postmaster.pid} of a
     * killed server. PostgreSQL would take that server for a living one as soon as another process has its process id.
     * Nobody else uses the folder, because we hold its lock.
     */
    void stopLeftovers() throws IOException {
        long deadline = System.nanoTime() + LEFTOVERS_END.toNanos();
        do {
            stop();
        } while (!leftoversEnd(Duration.ofSeconds(1)) && System.nanoTime() < deadline);
        Postmaster.processes(data).forEach(ProcessHandle::destroyForcibly);
        leftoversEnd(LEFTOVERS_END);
        Files.deleteIfExists(Postmaster.file(data));
    }

    /** Waits for the processes, which end by themselves as soon as they notice that their postmaster is gone. */
    private boolean leftoversEnd(Duration limit) {
        CompletableFuture<?>[] ends =
                Postmaster.processes(data).map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Command.Result run(Duration limit, String program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(programs.program(program).toString());
        line.addAll(List.of(arguments));
        return command.run(limit, line.toArray(String[]::new));
    }

    private StartRefusedException notStarted(String reason) {
        return StartRefusal.NOT_STARTED.with(data.path(), reason, ServerLog.folder(data));
    }

    private static String lastLine(String output) {
        return output.lines()
                .filter(line -> line.contains("error:"))
                .findFirst()
                .or(() -> output.lines().filter(line -> !line.isBlank()).reduce((first, last) -> last))
                .orElse("it gave no reason")
                .strip();
    }
}
