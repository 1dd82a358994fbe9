package org.weijifen.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs a program to its end, within a time limit, and keeps its output. */
final class Command {
    /** Settings of the service and options of Java. Both may contain passwords, and PostgreSQL needs none of them. */
    private static final Pattern OURS = Pattern.compile("WEIJIFEN|QUARKUS|JAVA", Pattern.CASE_INSENSITIVE);

    /** A file, because a pipe would stay open as long as the server that pg_ctl starts. */
    private final Path output;

    private final List<String> prefix;

    Command(List<String> prefix, Path output) {
        this.prefix = List.copyOf(prefix);
        this.output = output;
    }

    /** The result of a program. */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    Result run(Duration limit, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE);
        // Settings of the operator's own PostgreSQL must not reach this one. We read its messages in English.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || OURS.matcher(name).find());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("took more than " + limit.toSeconds() + " seconds");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    }
}
