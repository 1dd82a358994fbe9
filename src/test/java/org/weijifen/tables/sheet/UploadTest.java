package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

class UploadTest {
    @TempDir
    private Path folder;

    @Test
    void keepsTheBytesUntilItIsClosed() throws IOException {
        byte[] bytes = new byte[200_000];
        bytes[199_999] = 7;
        Path file;
        try (Upload upload = Upload.store(new ByteArrayInputStream(bytes), bytes.length, folder)) {
            file = upload.file();

            assertThat(file).hasBinaryContent(bytes);
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void refusesWhatIsTooLongAndLeavesNothing() throws IOException {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Upload.store(new ByteArrayInputStream(new byte[200_001]), 200_000, folder))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
                    assertThat(refusal.detailKey()).isEqualTo("payload_too_large.file");
                });

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void stopsReadingAtTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Upload.store(endless, 1_000_000, folder));
    }

    @Test
    void leavesNothingOfABodyThatBreaksOff() throws IOException {
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
                .isThrownBy(() -> Upload.store(broken, 1_000_000, folder))
                .withMessage("gone");
        assertThat(folder).isEmptyDirectory();
    }
}
