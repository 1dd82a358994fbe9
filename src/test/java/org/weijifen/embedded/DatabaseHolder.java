package org.weijifen.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that runs the embedded database on a folder until it is killed. */
final class DatabaseHolder implements AutoCloseable {
    private static final int READY = '!';

    private final Process process;

    private DatabaseHolder(Process process) {
        this.process = process;
    }

    static DatabaseHolder on(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DatabaseHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != READY) {
            throw new IllegalStateException("the other process did not start its database");
        }
        return new DatabaseHolder(process);
    }

    /** The other process: holds the database until its input ends, which it does only with this process. */
    public static void main(String... arguments) throws IOException {
        EmbeddedDatabase.start(Path.of(arguments[0]), 0);
        System.out.write(READY);
        System.out.flush();
        System.in.transferTo(System.out);
    }

    /** Ends the process as a power cut would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
