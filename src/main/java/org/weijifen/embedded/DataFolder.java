package org.weijifen.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/**
 * The folder that holds everything the embedded database keeps, and the lock that lets one service at a time use it.
 *
 * <pre>
 * lock                       held while a service runs; contains its process id
 * postgres.password          password of the administrator
 * weijifen.password          password of the role that owns the tables
 * weijifen_service.password  password of the role that serves
 * key-encryption-key         encrypts secrets in the database, unless a setting names another key
 * database/                  PostgreSQL's data directory
 * postgresql-.../            PostgreSQL's unpacked programs
 * start.log                  output of the last start
 * command.log                output of PostgreSQL's program that ran last
 * </pre>
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    /** PostgreSQL's programs start each other through a shell, with paths in quotation marks. */
    private static final Pattern SHELL_CHARACTERS = Pattern.compile("[$`\"\\n]");

    private static final String PARTIAL = ".partial";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder if it isn't there yet, and locks it.
     *
     * @throws StartRefusedException when the folder can't be written, or another service uses it
     */
    static DataFolder lock(Path wanted) {
        Path absolute = wanted.toAbsolutePath().normalize();
        if (SHELL_CHARACTERS.matcher(absolute.toString()).find()) {
            throw StartRefusal.FOLDER_UNUSABLE.with(
                    absolute, "PostgreSQL can't use a path with $, ` or quotation marks");
        }
        try {
            if (!Files.isDirectory(absolute)) {
                Files.createDirectories(absolute, ownerOnly(absolute, "rwx------"));
            }
            Path path = absolute.toRealPath();
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return locked(path, channel);
        } catch (IOException e) {
            throw StartRefusal.FOLDER_UNUSABLE.with(absolute, reason(e));
        }
    }

    private static DataFolder locked(Path path, FileChannel channel) throws IOException {
        if (!tryLock(channel)) {
            String holder = Files.readString(path.resolve(LOCK)).strip();
            channel.close();
            throw StartRefusal.FOLDER_IN_USE.with(path, holder);
        }
        // Only this channel writes to the file: closing another channel on it would end the lock.
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataFolder(path, channel);
    }

    /** Whether a service uses this folder. */
    static boolean isLocked(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return !tryLock(channel);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        // Locks one byte far behind the process id, because on Windows nobody else can read locked bytes.
        return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    }

    /** The folder without its lock, for a caller in the process that already holds the lock. */
    static DataFolder heldByThisProcess(Path wanted) {
        try {
            return new DataFolder(wanted.toRealPath(), null);
        } catch (IOException e) {
            throw StartRefusal.FOLDER_UNUSABLE.with(wanted, reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "a file of that name exists";
        }
        if (e instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        return e.getClass().getSimpleName();
    }

    Path path() {
        return path;
    }

    /** PostgreSQL's data directory; exists only when it is complete. */
    Path database() {
        return path.resolve("database");
    }

    Path startLog() {
        return path.resolve("start.log");
    }

    /** The output of PostgreSQL's program that ran last. */
    Path commandLog() {
        return path.resolve("command.log");
    }

    Path passwordFile(String role) {
        return path.resolve(role + ".password");
    }

    boolean hasDatabase() {
        return Files.exists(database());
    }

    /** Writes {@code folder} completely or not at all, even when the process is killed meanwhile. */
    void complete(Path folder, Filling filling) throws IOException {
        Path partial = folder.resolveSibling(folder.getFileName() + PARTIAL);
        delete(partial);
        filling.fill(partial);
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        force(folder.getParent());
    }

    /** Makes a rename in a folder survive a power cut, on systems that need an explicit call for it. */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Writes a folder's content; the folder itself does not exist yet. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Deletes a folder with all that is in it; does nothing when there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Permissions for the owner alone, where the file system knows permissions. */
    static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Whether this object holds the folder's lock. */
    boolean isLockedByUs() {
        return lock != null;
    }

    /** Lets other services use the folder. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
