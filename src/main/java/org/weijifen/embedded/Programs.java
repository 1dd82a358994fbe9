package org.weijifen.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/** PostgreSQL's own programs, unpacked from the class path into the data folder. */
final class Programs {
    private static final String PREFIX = "postgresql-";
    private static final int FINGERPRINT_LENGTH = 12;
    private static final int OWNER_EXECUTES = 0100;

    private final Path folder;
    private final Platform platform;

    private Programs(Path folder, Platform platform) {
        this.folder = folder;
        this.platform = platform;
    }

    /**
     * Unpacks the programs unless they are there already.
     *
     * @throws StartRefusedException when the build has no programs for this platform
     */
    static Programs in(DataFolder data, Platform platform) throws IOException {
        Path folder = data.path().resolve(PREFIX + fingerprint(platform));
        if (!Files.exists(folder)) {
            data.complete(folder, partial -> unpack(platform, partial));
        }
        return new Programs(folder, platform);
    }

    /** The folder's name depends on the archive's content, so that an upgrade never runs old programs. */
    private static String fingerprint(Platform platform) throws IOException {
        try (InputStream archive = open(platform);
                DigestInputStream digesting = new DigestInputStream(archive, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(digesting.getMessageDigest().digest())
                    .substring(0, FINGERPRINT_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static InputStream open(Platform platform) {
        InputStream archive = Programs.class.getClassLoader().getResourceAsStream(platform.archive());
        if (archive == null) {
            throw StartRefusal.PLATFORM_MISSING.with(platform);
        }
        return archive;
    }

    private static void unpack(Platform platform, Path folder) throws IOException {
        Files.createDirectory(folder, DataFolder.ownerOnly(folder, "rwx------"));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(platform))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = entry.resolveIn(folder);
        Files.createDirectories(target.getParent());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & OWNER_EXECUTES) != 0 && !target.toFile().setExecutable(true)) {
                throw new IOException("can't make " + target + " executable");
            }
        }
    }

    /** Deletes the programs of earlier releases, which nothing runs any more. */
    void deleteOthers(DataFolder data) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(data.path(), PREFIX + "*")) {
            for (Path other : all) {
                if (!other.equals(folder)) {
                    DataFolder.delete(other);
                }
            }
        }
    }

    /** Path of one of the programs: initdb, pg_ctl or postgres. */
    Path program(String name) {
        return folder.resolve("bin").resolve(platform.executable(name));
    }
}
