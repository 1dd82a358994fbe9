package org.weijifen.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server that PostgreSQL's {@code postmaster.pid} names: its process and its port. */
record Postmaster(long pid, int port) {
    private static final String FILE = "postmaster.pid";
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    static Path file(DataFolder data) {
        return data.database().resolve(FILE);
    }

    /** The server on this data folder if it is alive; the file of a dead process does not count. */
    static Optional<Postmaster> alive(DataFolder data) throws IOException {
        if (Files.notExists(file(data))) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file(data));
        if (lines.size() <= PORT_LINE) {
            return Optional.empty();
        }
        Postmaster named;
        try {
            named = new Postmaster(
                    Long.parseLong(lines.get(PID_LINE).strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return ProcessHandle.of(named.pid())
                .filter(process -> runsFrom(data, process))
                .map(any -> named);
    }

    /** All living processes of PostgreSQL's programs on this data folder. */
    static Stream<ProcessHandle> processes(DataFolder data) {
        return ProcessHandle.allProcesses().filter(process -> runsFrom(data, process));
    }

    /**
     * The system may have given the process id to another process. The programs are in the data folder itself, so only
     * a PostgreSQL of this folder runs them.
     */
    private static boolean runsFrom(DataFolder data, ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(data.path()))
                        .isPresent();
    }
}
