package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads of processes that were killed are deleted; those of the living are left alone. */
class UploadFolderTest {
    @TempDir
    private Path parent;

    /** Another process: it stores an upload, says where, and stays until it is killed. */
    public static void main(String[] arguments) throws IOException {
        UploadFolder folder = UploadFolder.open(Path.of(arguments[0]));
        Upload upload = Upload.store(new ByteArrayInputStream(new byte[10]), 10, folder.path());
        System.out.println(upload.file());
        if (System.in.read() >= 0) {
            throw new IOException("it was to be killed");
        }
    }

    @Test
    void deletesWhatAKilledProcessHasLeftAndNothingElse() throws Exception {
        Process killed = process();
        Process living = process();
        try (BufferedReader left = killed.inputReader();
                BufferedReader kept = living.inputReader()) {
            Path leftFile = Path.of(left.readLine());
            Path keptFile = Path.of(kept.readLine());
            killed.destroyForcibly().waitFor();
            assertThat(leftFile).exists();

            try (UploadFolder mine = UploadFolder.open(parent)) {
                assertThat(leftFile).doesNotExist();
                assertThat(keptFile).hasSize(10);
                assertThat(folders()).containsExactlyInAnyOrder(mine.path(), keptFile.getParent());
            }
            assertThat(folders()).containsExactly(keptFile.getParent());
        } finally {
            killed.destroyForcibly();
            living.destroyForcibly().waitFor();
        }
    }

    private Process process() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UploadFolderTest.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<Path> folders() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
            folders.forEach(found::add);
        }
        return found;
    }
}
