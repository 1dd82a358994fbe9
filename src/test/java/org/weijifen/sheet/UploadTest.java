package org.weijifen.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

class UploadTest {

    @Test
    void keepsTheBytesUntilItIsClosed() throws IOException {
        byte[] bytes = new byte[200_000];
        bytes[199_999] = 7;
        Path file;
        try (Upload upload = Upload.store(new ByteArrayInputStream(bytes), bytes.length)) {
            file = upload.file();

            assertThat(file).hasBinaryContent(bytes);
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void refusesWhatIsTooLongAndLeavesNothing() throws IOException {
        Set<Path> before = files();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Upload.store(new ByteArrayInputStream(new byte[200_001]), 200_000))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
                    assertThat(refusal.detailKey()).isEqualTo("payload_too_large.file");
                });

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void stopsReadingAtTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Upload.store(endless, 1_000_000));
    }

    @Test
    void leavesNothingOfABodyThatBreaksOff() throws IOException {
        Set<Path> before = files();
        InputStream broken = new InputStream() {
            private int left = 1000;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("gone");
                }
                left--;
                return 'x';
            }
        };

        assertThatIOException()
                .isThrownBy(() -> Upload.store(broken, 1_000_000))
                .withMessage("gone");
        assertThat(files()).isEqualTo(before);
    }

    private static Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("weijifen-upload-"))
                    .collect(Collectors.toSet());
        }
    }
}
