package org.weijifen.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds in the server's logs why it did not start. */
final class ServerLog {
    private static final int TAIL_BYTES = 8192;

    private ServerLog() {}

    static Path folder(DataFolder data) {
        return data.database().resolve("log");
    }

    /** The server's last complaint: from the log of its start, or else from the server's own log. */
    static Optional<String> lastComplaint(DataFolder data) throws IOException {
        Optional<String> atStart = lastComplaint(data.startLog());
        if (atStart.isPresent() || Files.notExists(folder(data))) {
            return atStart;
        }
        try (Stream<Path> logs = Files.list(folder(data))) {
            List<Path> newest = logs
                    .max(Comparator.comparing(log -> log.toFile().lastModified()))
                    .stream()
                    .toList();
            return newest.isEmpty() ? Optional.empty() : lastComplaint(newest.get(0));
        }
    }

    private static Optional<String> lastComplaint(Path log) throws IOException {
        if (Files.notExists(log)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(log);
        int from = Math.max(0, bytes.length - TAIL_BYTES);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("could not"))
                .reduce((first, last) -> last)
                .map(line -> line.replaceFirst("^.*? [A-Z]+: +", "").strip());
    }
}
