package org.weijifen.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.platform.database.StartRefusedException;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz",
        "Linux, aarch64, postgres-linux-arm_64.txz",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz",
        "Windows 11, amd64, postgres-windows-x86_64.txz"
    })
    void findsTheArchiveOfItsPrograms(String osName, String osArch, String archive) {
        assertThat(Platform.of(osName, osArch).archive()).isEqualTo(archive);
    }

    @Test
    void refusesAPlatformItBringsNoProgramsFor(@TempDir Path folder) {
        try (DataFolder data = DataFolder.lock(folder)) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> Programs.in(data, Platform.of("SunOS", "sparcv9")))
                    .withMessageContaining("sunos sparcv9")
                    .withMessageContaining("QUARKUS_DATASOURCE_JDBC_URL");
        }
    }
}
