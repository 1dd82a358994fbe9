package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the package, with a Java that only says how it was called. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
    private static final String LARGER = "-XX:+UseParallelGC";

    @TempDir
    Path folder;

    @Test
    void keepsToLittleMemoryOnASmallMachine() throws Exception {
        assertThat(optionsOnAMachineWith(2)).contains("@java.args").doesNotContain(LARGER, "-Xmx");
    }

    @Test
    void takesMoreMemoryAndAllProcessorsOnALargerOne() throws Exception {
        long memoryMb = memoryMb();

        String options = optionsOnAMachineWith(16);

        if (memoryMb < 4096) {
            assertThat(options).doesNotContain(LARGER);
        } else {
            assertThat(options)
                    .contains("@java.args -Xmx" + Math.min(2048, memoryMb / 16) + "m -XX:-UseSerialGC " + LARGER
                            + " -jar");
        }
    }

    private String optionsOnAMachineWith(int processors) throws IOException, InterruptedException {
        Path script = Files.copy(Path.of("src/main/launcher/weijifen"), folder.resolve("weijifen"));
        program("java", "echo \"$@\"");
        program("nproc", "echo " + processors);
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("JAVA_OPTS");
        builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Of the machine or the container. */
    private static long memoryMb() {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return machine.getTotalMemorySize() / 1024 / 1024;
    }
}
