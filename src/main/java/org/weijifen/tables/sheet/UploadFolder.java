package org.weijifen.tables.sheet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;

/**
 * Where one process keeps its uploads: a folder of its own, with a file that it holds a lock on. The operating system gives
 * the lock up however the process ends, so that the next one can tell the folders of the dead from those of the living, and
 * deletes them.
 */
final class UploadFolder implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UploadFolder.class);
    private static final String PREFIX = "weijifen-uploads-";
    /** The name of a folder until it is locked. Nobody cleans up a folder with this name. */
    private static final String UNLOCKED_PREFIX = "weijifen-new-";

    private static final String LOCK = "lock";
    private static UploadFolder mine;

    private final Path path;
    private final FileChannel lock;

    private UploadFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** The folder of this process. It is created again if it was deleted. */
    static synchronized UploadFolder mine() throws IOException {
        if (mine == null || !Files.exists(mine.path.resolve(LOCK))) {
            mine = open(Path.of(System.getProperty("java.io.tmpdir")));
            // They go in reverse order when the process ends by itself.
            mine.path.toFile().deleteOnExit();
            mine.path.resolve(LOCK).toFile().deleteOnExit();
        }
        return mine;
    }

    /** Deletes the folders that dead processes have left in {@code parent}, and makes one there. */
    static UploadFolder open(Path parent) throws IOException {
        deleteLeftovers(parent);
        Path unlocked = Files.createTempDirectory(parent, UNLOCKED_PREFIX);
        FileChannel lock =
                FileChannel.open(unlocked.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        String unique = unlocked.getFileName().toString().substring(UNLOCKED_PREFIX.length());
        return new UploadFolder(Files.move(unlocked, parent.resolve(PREFIX + unique)), lock);
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                deleteIfLeft(folder);
            }
        }
    }

    private static void deleteIfLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            if (taken != null) {
                delete(folder);
            }
        } catch (OverlappingFileLockException | IOException e) {
            // It is this process's own, another process has deleted it meanwhile, or it is another user's.
            LOG.debugf("The folder of uploads %s stays: %s", folder, Faults.describe(e));
        }
    }

    /** The lock file is deleted last. As long as anything is left, another process can see that the folder has no owner. */
    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> !file.getFileName().toString().equals(LOCK))) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    Path path() {
        return path;
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() throws IOException {
        delete(path);
        lock.close();
    }
}
